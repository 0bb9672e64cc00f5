SwaggerUIBundle({
  "dom_id": "#swagger-ui",
  "url": "/openapi.json",
  "layout": "BaseLayout",
  "deepLinking": true,
  "defaultModelsExpandDepth": 0,
  "displayRequestDuration": true,
  "tryItOutEnabled": true,
  // The badge would ask another host what it thinks of the document.
  "validatorUrl": "none",
});
