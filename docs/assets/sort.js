// Lets readers sort a table by its headings. Nothing is stored, and the address stays as it is.
import { SortableTable } from "./vendor/sortable-table.bundle.js";

document.body.classList.add("govuk-frontend-supported"); // without which it does nothing
document.querySelectorAll(".sortable").forEach((table) => new SortableTable(table, {
  statusMessage: "Sorted by %heading% (%direction%)",
}));
