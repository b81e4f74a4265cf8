// GraphiQL on this server's own GraphQL. The page gives the address of nothing else: `connect-src 'self'`.
import { createRoot } from "react-dom/client";
import { GraphiQL } from "graphiql";
import "graphiql/style.css";
import "./page.css";

// Whoever is signed in on the shop's pages is signed in here too, if the page proves that it is one of them.
function csrfToken() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? { "X-CSRFToken": decodeURIComponent(found[1]) } : {};
}

async function ask(asked, { headers } = {}) {
  const response = await fetch(window.location.pathname, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", ...csrfToken(), ...headers },
    body: JSON.stringify(asked),
    credentials: "same-origin",
  });
  return response.json();
}

const place = document.getElementById("graphiql");

createRoot(place).render(<GraphiQL fetcher={ask} defaultQuery={place.dataset.query} defaultEditorToolsVisibility />);
