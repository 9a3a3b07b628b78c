"""An act that may not happen. The sentence is fit for the screen; the same test decides whether a button is shown."""


class ActRefused(Exception):
    """Raised by an act (and by the test behind its button) with one plain sentence for the person who tried.

    `about` names the value that the sentence is about, so that a form says it beside that field.
    """

    def __init__(self, sentence: str, about: str = ""):
        super().__init__(sentence)
        self.sentence = sentence
        self.about = about

    def __str__(self) -> str:
        return self.sentence
