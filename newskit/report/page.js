"use strict";
// Tables are sorted by a click on a heading and filtered by what is typed above them.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const number = (text) => { const value = Number(text.replace(/,/g, "")); return Number.isNaN(value) ? null : value; };
  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    const button = document.createElement("button");
    button.textContent = cell.textContent;
    cell.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") !== "descending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => {
        const [x, y] = [a.cells[column].textContent, b.cells[column].textContent];
        const [m, n] = [number(x), number(y)];
        return m !== null && n !== null ? m - n : x.localeCompare(y);
      });
      body.append(...(down ? rows.reverse() : rows));
    });
  });
  if (body.rows.length > 8) {
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = "filter";
    field.className = "filter";
    field.setAttribute("aria-label", "Filter the rows of this table");
    table.parentElement.before(field);
    field.addEventListener("input", () => {
      const wanted = field.value.toLowerCase();
      for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
  }
}
