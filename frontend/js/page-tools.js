// Small helps that make no sense without scripts, so they stay hidden until there is one.
export function pageTools(scope) {
  for (const button of scope.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // A form that came back with one more group (or one less) says where to go on.
  const next = scope.querySelector("[data-focus-on-load]");
  if (next && !scope.querySelector(".govuk-error-summary")) next.focus();
}
