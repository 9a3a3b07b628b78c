"""Messages, files, papers; and the demo's mailbox outside any partnership."""

from django.urls import path

from . import views

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/<int:message>/", views.message, name="message"),
    path("messages/<int:message>/send-again/", views.send_again, name="send_again"),
    path("messages/<int:message>/deal-with-bounce/", views.deal_with_bounce, name="deal_with_bounce"),
    path("messages/<int:message>/withdraw-message/", views.withdraw_message, name="withdraw_message"),
    path("files/<int:file>/", views.download_file, name="download_file"),
    path("papers/<int:job>/", views.print_job, name="print_job"),
]
public_patterns = [
    path("demo/mail/", views.demo_mail, name="demo_mail"),
    path("demo/mail/<slug:mail>/", views.demo_mail_message, name="demo_mail_message"),
]
