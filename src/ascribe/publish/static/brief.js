/* What is folded is opened for printing, and where a link leads into it. */
"use strict";
{
  const folded = () => [...document.querySelectorAll("details:not([open])")];
  let opened = [];
  addEventListener("beforeprint", () => { opened = folded(); opened.forEach(e => { e.open = true; }); });
  addEventListener("afterprint", () => opened.forEach(e => { e.open = false; }));
  const follow = () => {
    let e = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!e) return;
    for (let box = e.closest("details"); box; box = box.parentElement?.closest("details")) box.open = true;
    e.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();
}
