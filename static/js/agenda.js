// Drag an item of the agenda to another place in its part. Without script, and with the keyboard, the arrows do the same.
for (const list of document.querySelectorAll("[data-arrange]")) {
  let held = null;
  const item = (event) => event.target.closest("[data-item]");
  const unmark = () => list.querySelectorAll(".drop-before, .drop-last").forEach((one) => one.classList.remove("drop-before", "drop-last"));
  // the item that the held one would stand before; null at the end of the list
  const before = (event) => {
    const over = item(event);
    if (!over) return null;
    const box = over.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2 ? over : over.nextElementSibling;
  };
  list.addEventListener("dragstart", (event) => {
    held = item(event);
    if (!held) return;
    held.classList.add("held");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.item);
  });
  list.addEventListener("dragover", (event) => {
    if (!held) return;                                 // from another part: items stay in their own
    event.preventDefault();
    unmark();
    const next = before(event);
    if (next) next.classList.add("drop-before");
    else list.lastElementChild.classList.add("drop-last");
  });
  list.addEventListener("dragend", () => {
    held?.classList.remove("held");
    held = null;
    unmark();
  });
  list.addEventListener("drop", (event) => {
    if (!held) return;
    event.preventDefault();
    const next = before(event);
    if (next === held || next === held.nextElementSibling) return;
    const form = document.getElementById("place-form");
    form.action = held.dataset.place;
    form.elements.before.value = next?.dataset.item ?? "";
    form.submit();
  });
}
