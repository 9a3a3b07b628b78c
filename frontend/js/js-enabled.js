// Loaded at the top of the body: style sheets may then rely on scripts being there.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
