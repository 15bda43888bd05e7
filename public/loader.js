// Starts the page's islands, once one of them is needed. A page without islands fetches nothing.
//
// An island is needed as soon as the page is idle; inside an element with `data-lazy` only when it is
// seen or touched, and with `data-lazy="touch"` only when it is touched.

const islands = [...document.querySelectorAll('leptos-island')];
if (islands.length > 0) {
  const { js, wasm } = document.querySelector('script[data-wasm]').dataset;
  const lazy = new Set(islands.map((island) => island.closest('[data-lazy]')));
  const start = once(() => load(js, wasm));
  if (lazy.has(null)) {
    whenIdle(start);
  } else {
    lazy.forEach((element) => whenNeeded(element, start));
  }
}

function once(work) {
  let result;
  return () => (result ??= work());
}

function whenIdle(start) {
  if ('requestIdleCallback' in window) {
    requestIdleCallback(start, { timeout: 2000 });
  } else {
    setTimeout(start);
  }
}

function whenNeeded(element, start) {
  for (const touch of ['pointerenter', 'pointerdown', 'focusin', 'keydown']) {
    element.addEventListener(touch, start, { once: true, passive: true });
  }
  if (element.dataset.lazy !== 'touch') {
    const seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        seen.disconnect();
        start();
      }
    });
    seen.observe(element);
  }
}

async function load(js, wasm) {
  // The streaming renderer defines these in a page that carries resources; others have none.
  window.__RESOLVED_RESOURCES ??= [];
  window.__PENDING_RESOURCES ??= [];
  window.__RESOURCE_RESOLVERS ??= [];
  window.__SERIALIZED_ERRORS ??= [];
  window.__INCOMPLETE_CHUNKS ??= [];

  const mod = await import(js);
  await mod.default({ module_or_path: wasm });
  mod.hydrate();
  window.__hydrateIsland = (element, id) => startIsland(element, id, mod, []);
  await startBelow(document.body, mod, []);
  document.documentElement.dataset.islands = 'ready';
}

// Outer islands first: what they hand to the islands in their children is there when those start.
async function startBelow(node, mod, handOvers) {
  for (const child of node.children) {
    const tag = child.localName;
    if (tag === 'leptos-island') {
      await startIsland(child, child.dataset.component, mod, handOvers);
    }
    const inner = tag === 'leptos-children' ? [...handOvers, child.$$on_hydrate] : handOvers;
    await startBelow(child, mod, inner);
  }
}

async function startIsland(element, id, mod, handOvers) {
  const island = mod[id];
  if (!island) {
    console.warn(`There is no island named ${id}.`);
    return;
  }
  handOvers.at(-1)?.();
  await island(element);
}
