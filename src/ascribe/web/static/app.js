"use strict";
// Keys, forms that answer in the page, dialogs, and what others decide meanwhile. Without it pages are links and forms.
const ascribe = (() => {
  document.documentElement.classList.add("js");
  const main = document.getElementById("main");
  const state = document.getElementById("state");
  const toast = document.getElementById("toast");
  const dialog = document.getElementById("dialog");
  const inside = dialog.querySelector(".inside");
  const me = document.body.dataset.name;
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  // What was done, for a while

  let hiding = 0;
  function say(words, { bad = false, does = null } = {}) {
    clearTimeout(hiding);
    const told = document.createElement("span");
    told.textContent = words;
    toast.replaceChildren(told);
    if (does) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = does[0];
      button.addEventListener("click", () => { toast.hidden = true; does[1](); });
      toast.append(button);
    }
    toast.classList.toggle("bad", bad);
    // Inside an open dialog, or nobody could see it.
    (dialog.open ? dialog : document.body).append(toast);
    toast.hidden = false;
    hiding = setTimeout(() => { toast.hidden = true; }, bad ? 12000 : 6000);
  }

  // Items of a list: j and k go through them

  function items() {
    const found = all("[data-item]", main).filter((item) => item.offsetParent !== null || item.classList.contains("on"));
    return found.sort((a, b) => (a.dataset.order || 0) - (b.dataset.order || 0)); // stable: the page's order where none is given
  }
  const current = () => document.activeElement.closest("[data-item]") || main.querySelector("[data-item].on");
  function enter(item) {
    const link = item && (item.querySelector("[data-open]") || item.querySelector("a, button"));
    if (!link) return;
    link.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }
  function go(step) {
    const list = items();
    const at = list.indexOf(current());
    enter(list[at < 0 ? 0 : Math.min(Math.max(at + step, 0), list.length - 1)]);
  }

  // The page again, as it now is

  const boxes = () => all("input[type=checkbox]:checked", main);
  const ticks = (box) => JSON.stringify([box.name, box.value]);
  const marks = new Map(); // what a page wants to be told of after its parts were replaced
  async function refresh(part = "main") {
    const answer = await fetch(location.pathname + location.search, { headers: { "x-ascribe": "refresh" } });
    if (answer.redirected && new URL(answer.url).pathname === "/login") return location.reload();
    if (!answer.ok) return undefined;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById(part);
    if (!next) return undefined;
    document.title = page.title;
    if (part !== "main") { document.getElementById(part).replaceWith(next); return undefined; }
    const list = items();
    const item = current();
    const at = list.indexOf(item);
    const id = item && item.id;
    const focused = item && item.contains(document.activeElement);
    const scrolled = new Map(all("[data-scroll]", main).map((part) => [part.id, part.scrollTop]));
    const top = scrollY;
    const open = new Set(all("details[open][id]", main).map((part) => part.id));
    const ticked = new Set(boxes().map(ticks));
    main.replaceChildren(...next.childNodes);
    for (const name of ["head", "findings", "stale"]) {
      if (name in next.dataset) main.dataset[name] = next.dataset[name]; else delete main.dataset[name];
    }
    all("details[id]", main).forEach((part) => { if (open.has(part.id)) part.open = true; });
    all("input[type=checkbox]", main).forEach((box) => { if (ticked.has(ticks(box))) box.checked = true; });
    scrolled.forEach((value, key) => { const part = document.getElementById(key); if (part) part.scrollTop = value; });
    scrollTo(0, top);
    marks.forEach((told) => told());
    if (focused) {
      const same = id && document.getElementById(id);
      enter(same || items()[Math.min(at, items().length - 1)]);
    }
    return undefined;
  }

  // Forms that answer in the page

  async function send(form, submitter) {
    const onwards = form.classList.contains("onwards") && form.closest("[data-item]");
    const before = onwards && onwards.id;
    const body = new FormData(form, submitter);
    all("button", form).forEach((button) => { button.disabled = true; });
    let told;
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body, headers: { accept: "application/json" } });
      if (answer.redirected) return location.reload();
      const words = await answer.text();
      told = answer.headers.get("content-type").startsWith("application/json") ? JSON.parse(words) : { error: { message: words.slice(0, 300) } };
    } catch {
      told = { error: { message: "The app does not answer. Is it still running?" } };
    }
    all("button", form).forEach((button) => { button.disabled = false; });
    if (told.error) return say(told.error.message, { bad: true });
    const folded = form.closest("details");
    if (folded) folded.open = false;
    const undo = form.getAttribute("action") !== "/undo" && told.number;
    if (dialog.open) dialog.close();
    say(told.said, undo ? { does: ["Undo", () => take(told.number)] } : {});
    const to = new URL(told.to, location.href);
    const here = to.pathname === location.pathname;
    if (!here && /^\/incidents\//.test(to.pathname) && /^\/incidents\//.test(location.pathname)) {
      history.replaceState(null, "", to.pathname); // an incident's own id changes with its claims; one of its claims' does not
    }
    if (!here && /^\/names/.test(to.pathname) && /^\/names\//.test(location.pathname)) {
      history.replaceState(null, "", told.to); // the name may be no more
    }
    const sent = new Set(Array.from(body, ([name, value]) => ticks({ name, value })));
    boxes().forEach((box) => { if (sent.has(ticks(box))) box.checked = false; });
    await refresh();
    if (before && document.getElementById(before)) {
      enter(document.getElementById(before));
      go(1);
    }
    watch(300);
    return undefined;
  }

  function take(number) {
    const form = document.createElement("form");
    form.action = "/undo";
    for (const [name, value] of [["csrf", document.body.dataset.csrf], ["number", number], ["back", location.pathname]]) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    return send(form);
  }

  document.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.classList.contains("asks")) {
      event.preventDefault();
      open(event.submitter.formAction + "?" + new URLSearchParams(new FormData(event.target)));
    }
    if (!event.target.classList.contains("live")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  // Pages as dialogs

  async function open(href) {
    const answer = await fetch(href);
    if (answer.redirected && new URL(answer.url).pathname === "/login") return location.reload();
    const sheet = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".sheet");
    if (!sheet) return location.assign(href);
    if (!answer.ok) return say(sheet.querySelector(".problem").textContent, { bad: true });
    inside.replaceChildren(sheet);
    const title = sheet.querySelector("h1");
    title.id = "dialog-title";
    dialog.setAttribute("aria-labelledby", "dialog-title");
    dialog.showModal();
    const first = inside.querySelector("[autofocus]") || inside.querySelector("select, input:not([type=hidden]), textarea");
    if (first) first.focus();
    return undefined;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      open(link.href);
    } else if (event.target === dialog || event.target.closest("dialog .close, dialog .leave")) {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => { document.body.append(toast); inside.replaceChildren(); });

  // Keys: what a key does stands with what it does it to, as data-key

  let went = -Infinity; // when g was pressed
  const typing = (part) => part.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
    if (dialog.open) return;
    const key = event.key;
    if (event.timeStamp - went < 1500) {
      went = -Infinity;
      const place = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
      if (place) { event.preventDefault(); place.click(); }
      return;
    }
    if (key === "g") { went = event.timeStamp; return; }
    if (key === "j" || key === "k") { event.preventDefault(); go(key === "j" ? 1 : -1); return; }
    if (key.length !== 1) return;
    const chosen = `[data-key="${CSS.escape(key)}"]:not(:disabled)`;
    const item = current();
    const part = (item && item.querySelector(chosen)) || all(chosen).find((one) => !one.closest("[data-item]"));
    if (!part) return;
    event.preventDefault();
    if (part.type === "search") { part.select(); return; }
    if (part.tagName === "SUMMARY") { part.parentElement.open = true; const field = part.parentElement.querySelector("select, input:not([type=hidden])"); if (field) field.focus(); return; }
    part.click();
  });

  // What others decide, and findings that follow

  const editing = () => typing(document.activeElement) && main.contains(document.activeElement);
  const selecting = () => { const chosen = getSelection(); return !chosen.isCollapsed && main.contains(chosen.anchorNode); };
  let timer = 0;
  let told = ""; // the decision of others that was said but not shown
  function watch(after = 4000) {
    clearTimeout(timer);
    timer = setTimeout(look, after);
  }
  async function look() {
    if (document.hidden) return watch();
    let head;
    try {
      const answer = await fetch("/api/head", { headers: { accept: "application/json" } });
      if (answer.status === 401) return location.reload();
      head = await answer.json();
    } catch {
      state.textContent = "The app does not answer";
      return watch(8000);
    }
    state.textContent = head.fresh || head.error ? "" : head.busy || "bringing it up to date";
    const other = head.digest !== main.dataset.head;
    if (other || (head.findings || "") !== main.dataset.findings) {
      if (editing() || selecting() || dialog.open) {
        if (other && head.digest !== told) say(`${head.author === me ? "You" : head.author} changed something meanwhile.`, { does: ["Show it", () => refresh()] });
        told = head.digest; // said once; it is shown when nobody writes any more
      } else {
        await refresh();
        if (other && head.author !== me) say(`${head.author} changed something; the page shows it.`);
      }
    }
    const running = document.querySelector("[data-running]");
    if (running) await refresh(running.id);
    return watch(running || !head.fresh ? 900 : 4000);
  }
  if (me !== undefined) {
    watch("stale" in main.dataset || document.querySelector("[data-running]") ? 500 : 4000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) watch(100); });
  }

  return { all, main, dialog, open, items, current, enter, go, say, after: (name, told) => marks.set(name, told) };
})();
