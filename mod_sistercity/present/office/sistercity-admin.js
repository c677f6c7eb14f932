/* What the admin side does better with script: suggestions while typing, rows without a new page, a
 * warning before typed text is lost, files as they are. Everything works without it. */
(() => {
  "use strict";

  const WAIT_FOR_TYPING = 200; /* milliseconds */

  /* Not document.baseURI: an address that somebody signed in with cannot be fetched. */
  function addressOf(path) {
    return new URL(path, location.origin);
  }

  /* Suggestions: a text box becomes a combobox (ARIA Authoring Practices, "list autocomplete"). */

  function closeOffers(box) {
    document.getElementById(box.getAttribute("aria-controls"))?.replaceChildren();
    document.getElementById(box.getAttribute("aria-controls"))?.setAttribute("hidden", "");
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function sayName(box, text) {
    const name = box.closest(".sistercity-form__reference").nextElementSibling;

    if (name?.classList.contains("sistercity-form__named")) {
      name.textContent = text;
    }
  }

  function take(box, option) {
    box.value = option.dataset.slug;
    sayName(box, option.textContent);
    closeOffers(box);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function offer(box, list, items) {
    list.replaceChildren(
      ...items.map((item, number) => {
        const option = document.createElement("li");

        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.slug = item.slug;
        option.textContent = item.detail ? `${item.name} · ${item.detail}` : item.name;
        return option;
      }),
    );
    list.toggleAttribute("hidden", items.length === 0);
    box.setAttribute("aria-expanded", String(items.length > 0));
    box.removeAttribute("aria-activedescendant");
  }

  async function suggest(box, list) {
    const typed = box.value.trim();
    const address = addressOf(box.dataset.find);

    if (typed === "") {
      closeOffers(box);
      return;
    }
    address.searchParams.set("q", typed);
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.ok && typed === box.value.trim() && document.activeElement === box) {
      offer(box, list, (await response.json()).items);
    }
  }

  function move(box, list, step) {
    const options = [...list.children];
    const now = options.findIndex((o) => o.getAttribute("aria-selected") === "true");
    const next = options[(now + step + options.length + (now < 0 && step < 0 ? 1 : 0)) % options.length];

    options.forEach((o) => o.setAttribute("aria-selected", String(o === next)));
    box.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  function onKey(event, box, list) {
    const chosen = list.querySelector('[aria-selected="true"]');

    if (list.hidden) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(box, list, event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Enter" && chosen) {
      take(box, chosen);
      event.preventDefault();
    } else if (event.key === "Escape") {
      closeOffers(box);
      event.preventDefault();
    }
  }

  function makeCombobox(box) {
    const list = document.createElement("ul");
    let timer;

    list.id = `${box.id}-offers`;
    list.className = "sistercity-form__offers";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.labels[0]?.firstChild.textContent ?? "");
    box.after(list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", (event) => {
      if (event.isTrusted) {
        sayName(box, "");
        clearTimeout(timer);
        timer = setTimeout(() => suggest(box, list).catch(() => closeOffers(box)), WAIT_FOR_TYPING);
      }
    });
    box.addEventListener("keydown", (event) => onKey(event, box, list));
    box.addEventListener("blur", () => closeOffers(box));
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");

      event.preventDefault();
      if (option) {
        take(box, option);
      }
    });
  }

  /* A new place that may be on record already: named while its name is typed, in a live region. */

  const WAIT_FOR_NAME = 600; /* milliseconds */

  function nameAlike(box, items) {
    const said = box.matches(".sistercity-form__alike")
      ? box
      : box.parentElement.querySelector(".sistercity-form__alike");
    const list = document.createElement("ul");

    list.replaceChildren(
      ...items.map((item) => {
        const entry = document.createElement("li");
        const link = document.createElement("a");
        const address = new URL(`${item.slug}/workbench`, addressOf(box.dataset.alike));

        address.search = addressOf(box.dataset.alike).search;
        link.href = address;
        link.textContent = item.detail ? `${item.name} · ${item.detail}` : item.name;
        entry.append(link);
        return entry;
      }),
    );
    said.replaceChildren(...(items.length ? [box.dataset.ask, list] : []));
  }

  async function lookForAlike(box) {
    const name = box.value.trim();
    const address = addressOf(box.dataset.alike);

    if (name === "") {
      nameAlike(box, []);
      return;
    }
    address.searchParams.set("q", name);
    address.searchParams.set("alike", box.form.elements.country?.value ?? "");
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.ok && name === box.value.trim()) {
      nameAlike(box, (await response.json()).items);
    }
  }

  function watchName(box) {
    let timer;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => lookForAlike(box).catch(() => nameAlike(box, [])), WAIT_FOR_NAME);
    };

    box.addEventListener("input", soon);
    box.form.elements.country?.addEventListener("change", soon);
  }

  /* A new partnership whose parties have one already: named when they are chosen. */

  function watchParties(said) {
    const form = said.closest("form");
    let timer, before;
    const chosen = () =>
      [...form.querySelectorAll('input[name^="parties["][name$="].place"]')]
        .map((box) => box.value.trim())
        .filter((place) => /^[a-z0-9-]+$/.test(place));

    async function look() {
      const places = chosen().join("|");
      const address = addressOf(said.dataset.alike);

      if (places === before) {
        return;
      }
      before = places;
      address.searchParams.set("alike", places);
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (response.ok && places === chosen().join("|")) {
        nameAlike(said, (await response.json()).items);
      }
    }

    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => look().catch(() => nameAlike(said, [])), WAIT_FOR_NAME);
    });
  }

  /* Rows: the server makes the form anew, and it takes the place of the one on the page. */

  function focusAfter(form, act) {
    const [verb, path] = [act.slice(0, 4), act.slice(5)];
    const group = form.querySelector(`#${CSS.escape(`f-${path.replace(/[[\].]/g, "-")}`)}`);

    if (verb === "more") {
      [...(group?.querySelectorAll(".sistercity-form__row, .sistercity-form__entry") ?? [])]
        .at(-1)
        ?.querySelector("input, select, textarea")
        ?.focus();
    } else if (verb === "find") {
      (group?.closest(".sistercity-form__field, .sistercity-form__entry")?.querySelector("[type=radio]") ?? group)?.focus();
    } else {
      form.querySelector(`#${CSS.escape(`f-${path.replace(/\[.*/, "")}`)}`)?.focus();
    }
  }

  async function remake(form, button) {
    const response = await fetch(addressOf(form.getAttribute("action")), {
      method: "POST",
      body: new URLSearchParams(new FormData(form, button)),
    });
    const text = await response.text();
    const made = new DOMParser().parseFromString(text, "text/html").querySelector("form.sistercity-form");

    if (!made || response.redirected) {
      throw new Error("The answer has no form.");
    }
    form.replaceWith(document.adoptNode(made));
    prepare(made);
    made.dataset.changed = "true";
    focusAfter(made, button.value);
  }

  function onClick(event) {
    const button = event.target.closest("button[name=act]");
    const form = button?.form;

    if (form && /^(more|less|find):/.test(button.value)) {
      event.preventDefault();
      remake(form, button).catch(() => {
        form.dataset.sent = "true";
        form.requestSubmit(button);
      });
    }
  }

  /* Text that would be lost */

  function onLeave(event) {
    const isUnsaved = [...document.querySelectorAll("form.sistercity-form")].some(
      (form) => form.dataset.changed && !form.dataset.sent,
    );

    if (isUnsaved) {
      event.preventDefault();
    }
  }

  function typeOf(name) {
    const types = {
      json: "application/json",
      ods: "application/vnd.oasis.opendocument.spreadsheet",
      xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };

    return types[name.split(".").pop().toLowerCase()] ?? "text/csv";
  }

  /* A file is sent as it is, whatever its encoding. */

  async function sendFile(form, file) {
    const address = addressOf(form.getAttribute("action"));
    const values = new FormData(form);

    address.searchParams.set("name", file.name);
    for (const name of ["collection", "mode"]) {
      address.searchParams.set(name, values.get(name) ?? "");
    }
    const response = await fetch(address, {
      method: "POST",
      body: file,
      headers: {
        "Content-Type": typeOf(file.name),
        "SisterCity-Token": values.get("token"),
      },
    });

    if (!response.redirected) {
      throw new Error(String(response.status));
    }
    form.dataset.sent = "true";
    location.assign(response.url);
  }

  function prepareImport(form) {
    form.querySelector("[data-file]").hidden = false;
    form.addEventListener("submit", (event) => {
      const file = form.querySelector("[type=file]").files[0];

      if (file) {
        event.preventDefault();
        sendFile(form, file).catch(() => {
          form.querySelector("[data-file-wrong]").hidden = false;
        });
      }
    });
  }

  /* How far a large import is; once it is done, its change in the history. */

  const LOOK_AGAIN = 2000; /* milliseconds */

  async function watchStoring(place) {
    const address = addressOf(document.querySelector("[data-storing] ~ p a").getAttribute("href"));
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.querySelector("[data-storing]");

    if (!response.ok || !now || response.redirected) {
      location.assign(response.redirected ? response.url : address);
      return;
    }
    place.querySelector("progress").value = now.querySelector("progress").value;
    place.querySelector("p").lastChild.data = now.querySelector("p").lastChild.data;
    watchLater(place);
  }

  function watchLater(place) {
    setTimeout(() => watchStoring(place).catch(() => watchLater(place)), LOOK_AGAIN);
  }

  /* What did not arrive because one had to sign in first. The copy ends with the tab. */

  const SENT = "sistercity-sent";

  function keep(form, button) {
    const fields = [...new FormData(form, button)].filter(([, value]) => typeof value === "string");

    sessionStorage.setItem(SENT, JSON.stringify({ action: form.getAttribute("action"), fields }));
  }

  function resend({ action, fields }) {
    const form = document.createElement("form");

    form.method = "post";
    form.action = addressOf(action);
    form.append(
      ...fields.map(([name, value]) => {
        const input = document.createElement("textarea");

        input.name = name;
        input.value = value;
        return input;
      }),
    );
    form.hidden = true;
    document.body.append(form);
    form.submit();
  }

  function offerToResend() {
    const button = document.querySelector("[data-resend]");
    const sent = JSON.parse(sessionStorage.getItem(SENT));

    if (button && sent && addressOf(sent.action).pathname === location.pathname) {
      button.hidden = false;
      button.addEventListener("click", () => resend(sent));
    } else {
      sessionStorage.removeItem(SENT);
    }
  }

  /* A picture is made no larger than a page shows it, and loses what the camera wrote into it, such
   * as where it was taken. What the browser cannot read is sent as it is, and refused by the server
   * if it is none. */

  const LONGEST_SIDE = 2400; /* pixels */

  async function scaled(file) {
    const picture = await createImageBitmap(file);
    const factor = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));

    if (factor === 1 && file.type !== "image/jpeg") {
      return file;
    }
    const canvas = new OffscreenCanvas(Math.round(picture.width * factor), Math.round(picture.height * factor));

    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new File([await canvas.convertToBlob({ type: file.type, quality: 0.9 })], file.name, { type: file.type });
  }

  async function scale(input) {
    const [file] = input.files;

    if (file?.type.startsWith("image/")) {
      const made = new DataTransfer();

      made.items.add(await scaled(file).catch(() => file));
      /* Another may have been chosen meanwhile. */
      if (input.files[0] === file) {
        input.files = made.files;
      }
    }
  }

  function preparePicture(form) {
    const input = form.querySelector("[type=file]");
    let scaling = 0;
    let submitter = null;

    input.addEventListener("change", async () => {
      scaling++;
      await scale(input);
      scaling--;
      if (submitter && scaling === 0) {
        form.requestSubmit(submitter);
      }
    });
    /* Not asked for again at once: a form that is being submitted does not listen. */
    form.addEventListener("submit", (event) => {
      if (scaling > 0) {
        event.preventDefault();
        submitter = event.submitter;
      }
    });
  }

  function prepare(form) {
    if (form.matches("[data-picture]")) {
      preparePicture(form);
    }
    form.querySelectorAll("input[data-find]").forEach(makeCombobox);
    form.querySelectorAll("input[data-alike]").forEach(watchName);
    form.querySelectorAll("div[data-alike]").forEach(watchParties);
    form.addEventListener("input", () => (form.dataset.changed = "true"));
    form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) {
        form.dataset.sent = "true";
        keep(form, event.submitter);
      }
    });
    if (form.matches("[data-import]")) {
      prepareImport(form);
    }
  }

  document.querySelectorAll("form.sistercity-form").forEach(prepare);
  document.querySelectorAll("[data-storing]").forEach(watchLater);
  offerToResend();
  document.addEventListener("click", onClick);
  window.addEventListener("beforeunload", onLeave);
  document.querySelector(".sistercity-form__problems, .sistercity-form__conflict")?.focus();
})();
