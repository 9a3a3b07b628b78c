// On a narrow screen the filters would push the list off the page: they fold away behind a button.
export function filterPanels(scope) {
  const narrow = window.matchMedia("(max-width: 48.0525em)");
  for (const panel of scope.querySelectorAll("[data-filter-panel]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary app-filter-toggle";
    button.setAttribute("aria-controls", panel.id);
    panel.before(button);
    let open = panel.hasAttribute("data-open");
    const draw = () => {
      button.hidden = !narrow.matches;
      panel.hidden = narrow.matches && !open;
      button.textContent = open ? "Hide filters" : "Show filters";
      button.setAttribute("aria-expanded", String(open));
    };
    button.addEventListener("click", () => { open = !open; draw(); });
    narrow.addEventListener("change", draw);
    draw();
  }
}
