/* Search over the site's index, which lies beside this as INCIDENTS: [page, title, when, grade, figures, words]. */
"use strict";
if (document.getElementById("search") && typeof INCIDENTS !== "undefined") {
  const most = 200, part = id => document.getElementById(id);
  const form = part("search"), query = part("query"), found = part("found"), count = part("count"), all = part("all");

  function element(name, text, kind) {
    const e = document.createElement(name);
    e.textContent = text;
    if (kind) e.className = kind;
    return e;
  }

  function row([href, title, when, grade, figures]) {
    const li = document.createElement("li"), link = document.createElement("a"), sign = document.querySelector(`[data-grade="${grade}"] svg`);
    link.href = href;
    link.append(element("bdi", title));
    if (sign) li.append(sign.cloneNode(true), " ");
    li.append(link, " ", element("span", when, "quiet"), " ");
    if (figures) li.append(element("span", figures, "told-figures"), " ");
    li.append(element("span", grade, "quiet word"));
    return li;
  }

  function search() {
    const plain = query.value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const asked = plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(word => " " + word);
    const hits = asked.length ? INCIDENTS.filter(one => asked.every(word => one[5].includes(word))) : [];
    all.hidden = asked.length > 0;
    found.replaceChildren(...hits.slice(0, most).map(row));
    const more = hits.length > most ? `; the first ${most} are shown` : "";
    count.textContent = asked.length ? `${hits.length} incident${hits.length === 1 ? "" : "s"}${more}` : "";
  }

  form.hidden = false;
  form.addEventListener("submit", event => event.preventDefault());
  query.addEventListener("input", search);
  search(); // a browser that goes back keeps what was typed
}
