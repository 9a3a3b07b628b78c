import {
  Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, Tabs, createAll,
} from "govuk-frontend";
import { Alert, ButtonMenu } from "@ministryofjustice/frontend";
import htmx from "htmx.org";
import { filterPanels } from "./filter.js";
import { live } from "./live.js";
import { offline } from "./offline.js";
import { pageTools } from "./page-tools.js";

// A strict content policy forbids styles and code written into the page.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages hold personal details: none is kept in the browser's storage

const components = [
  Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, Tabs, Alert, ButtonMenu,
];

function start(scope) {
  for (const component of components) createAll(component, undefined, scope);
}

if (document.body.classList.contains("govuk-frontend-supported")) {
  start(document);
  filterPanels(document);
  pageTools(document);
  live(document, start);
  offline(document);
}
