// Drag an appointment to another day. Without script, and with the keyboard, the two buttons beside it do the same.
const list = document.querySelector("[data-schedule]");
if (list) {
  let held = null;
  list.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-move]");
    if (held) event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const day = event.target.closest("[data-day]");
    if (!held || !day) return;
    event.preventDefault();
    list.querySelectorAll(".day-over").forEach((one) => one.classList.remove("day-over"));
    day.classList.add("day-over");
  });
  list.addEventListener("dragend", () => {
    list.querySelectorAll(".day-over").forEach((one) => one.classList.remove("day-over"));
    held = null;
  });
  list.addEventListener("drop", (event) => {
    const day = event.target.closest("[data-day]");
    if (!held || !day) return;
    event.preventDefault();
    const form = document.getElementById("drop-form");
    form.action = held.dataset.move;
    form.elements.day.value = day.dataset.day;
    form.submit();
  });
}
