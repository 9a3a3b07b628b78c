// Without a connection the browser would put an error page in the place of the form, and what was typed would be gone.
const WORDS = "You are offline, so nothing was sent. What you entered is still here: send it again once you are connected.";

export function offline(scope) {
  scope.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      form.querySelector(":scope > [data-offline]")?.remove();
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const note = document.createElement("div");
      note.className = "govuk-error-summary";
      note.dataset.offline = "";
      note.tabIndex = -1;
      note.setAttribute("role", "alert");
      const words = document.createElement("p");
      words.className = "govuk-body govuk-!-margin-bottom-0";
      words.textContent = WORDS;
      note.append(words);
      form.prepend(note);
      note.focus();
    },
    true, // before anything else hears of it
  );
}
