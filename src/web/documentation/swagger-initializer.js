"use strict";

// Swagger UI's dark colours hang on a class, not on what the reader has set.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

// Several JSON documents, a line each, are none: Swagger UI would put their example between quotation marks, and send those.
function showLinesAsTheyAre() {
  const sample = this.fn.getSampleSchema;
  this.fn.getSampleSchema = (schema, type, config, example) =>
    type === "application/x-ndjson" && typeof example === "string" ? example : sample(schema, type, config, example);
}

const ui = SwaggerUIBundle({
  "dom_id": "#swagger-ui",
  "url": "/openapi.json",
  "layout": "BaseLayout",
  "deepLinking": true,
  "defaultModelsExpandDepth": 0,
  "displayRequestDuration": true,
  "tryItOutEnabled": true,
  // The badge would ask another host what it thinks of the document.
  "validatorUrl": "none",
  "plugins": [() => ({ "afterLoad": showLinesAsTheyAre })],
});

document.getElementById("authorise").addEventListener("click", () => {
  ui.authActions.showDefinitions(ui.authSelectors.definitionsToAuthorize());
});
// A link to an operation opens it and goes there.
for (const link of document.querySelectorAll('.begin a[href^="#/"]')) {
  link.addEventListener("click", () => {
    const [tag, operation] = decodeURIComponent(link.hash).slice(2).split("/");
    ui.layoutActions.show(["operations-tag", tag], true);
    ui.layoutActions.show(["operations", tag, operation], true);
    document.getElementById(`operations-${tag.replaceAll(" ", "_")}-${operation}`)?.scrollIntoView();
  });
}
