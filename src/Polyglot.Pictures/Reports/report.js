// The page is complete without this: it only finds, opens and lists.
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const tasks = Array.from(document.querySelectorAll("details.task"));
  const chips = Array.from(document.querySelectorAll(".chip"));
  const find = byId("find");
  const page = 200;
  const data = byId("rest-data");
  const rest = data ? JSON.parse(data.textContent) : [];
  let shown = page;

  document.querySelector(".tools").hidden = false;
  for (const time of document.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    if (!isNaN(at)) { time.title = time.textContent; time.textContent = at.toLocaleString(); }
  }

  function wanted() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const states = new Set(chips.filter((c) => c.getAttribute("aria-pressed") === "true").map((c) => c.dataset.state));
    return (name, state, more) => states.has(state) && words.every((w) => name.toLowerCase().includes(w) || more.toLowerCase().includes(w));
  }

  function cell(row, text, className) {
    const td = row.insertCell();
    td.textContent = text;
    if (className) td.className = className;
    return td;
  }

  function apply() {
    const fits = wanted();
    let count = 0;
    for (const task of tasks) {
      task.hidden = !fits(task.dataset.name, task.dataset.state, task.querySelector("summary").textContent);
      if (!task.hidden) count++;
    }
    if (rest.length) {
      const found = rest.filter((r) => fits(r[1], r[2], r[3] + " " + r[6]));
      const body = byId("rest").tBodies[0];
      body.replaceChildren();
      for (const r of found.slice(0, shown)) {
        const row = body.insertRow();
        row.id = "t" + r[0];
        cell(row, r[1]);
        const state = document.createElement("span");
        state.className = "state s-" + r[2];
        state.textContent = r[2];
        row.insertCell().append(state);
        cell(row, r[3]);
        cell(row, r[4], "number");
        cell(row, r[5], "number");
        cell(row, r[6]);
      }
      byId("more").hidden = found.length <= shown;
      byId("more").textContent = "Show more of " + found.length;
      count += found.length;
    }
    byId("count").textContent = count === tasks.length + rest.length ? "" : count + " of " + (tasks.length + rest.length);
  }

  // A link to a task opens it, whatever was being looked for.
  function open() {
    const place = /^#t(\d+)(-\d+)?$/.exec(location.hash);
    if (!place) return;
    let target = byId("t" + place[1]);
    if (!target || target.hidden) {
      const row = rest.find((r) => r[0] === Number(place[1]));
      find.value = row ? row[1] : "";
      for (const chip of chips) chip.setAttribute("aria-pressed", "true");
      apply();
      target = byId("t" + place[1]);
    }
    if (!target) return;
    if (target.tagName === "DETAILS") { target.open = true; target.querySelector("summary").focus({ preventScroll: true }); }
    // An element, or a task of a returned dataflow, is inside of its task.
    const piece = place[2] && byId("t" + place[1] + place[2]);
    if (piece) {
      if (piece.tagName === "DETAILS") { piece.open = true; piece.querySelector("summary").focus({ preventScroll: true }); }
      target = piece;
    }
    target.scrollIntoView({ block: "start" });
  }

  function label() {
    byId("toggle").textContent = tasks.every((t) => t.hidden || t.open) ? "Close all" : "Open all";
  }

  find.addEventListener("input", () => { shown = page; apply(); });
  for (const chip of chips) chip.addEventListener("click", () => {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    apply();
  });
  byId("toggle").addEventListener("click", () => {
    const all = byId("toggle").textContent === "Open all";
    for (const task of tasks) if (!task.hidden) task.open = all;
    label();
  });
  if (byId("more")) byId("more").addEventListener("click", () => { shown += page; apply(); });
  document.addEventListener("toggle", label, true);
  window.addEventListener("hashchange", open);
  document.addEventListener("click", (e) => {
    // A second click on the same link leads there too.
    const link = e.target.closest && e.target.closest("a[href^='#t']");
    if (link && link.getAttribute("href") === location.hash) open();
  });
  apply();
  label();
  open();
})();
