"""Messages, files, papers; and the demo's mailbox outside any partnership."""

from django.urls import path

from . import letter_views, views

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/<int:message>/", views.message, name="message"),
    path("messages/<int:message>/send-again/", views.send_again, name="send_again"),
    path("messages/<int:message>/deal-with-bounce/", views.deal_with_bounce, name="deal_with_bounce"),
    path("messages/<int:message>/withdraw-message/", views.withdraw_message, name="withdraw_message"),
    path("letters/", letter_views.letters, name="letters"),
    path("letters/<slug:letter>/", letter_views.letter, name="letter"),
    path("letters/<slug:letter>/word-letter/", letter_views.word_letter, name="word_letter"),
    path("letters/<slug:letter>/bring-back-letter/", letter_views.bring_back_letter, name="bring_back_letter"),
    path("letters/<slug:letter>/file.docx", letter_views.letter_word, name="letter_word"),
    path("files/<int:file>/", views.download_file, name="download_file"),
    path("papers/<int:job>/", views.print_job, name="print_job"),
]
public_patterns = [
    path("demo/mail/", views.demo_mail, name="demo_mail"),
    path("demo/mail/<slug:mail>/", views.demo_mail_message, name="demo_mail_message"),
]
