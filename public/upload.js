// Sends the form for documents in parts, says how far it is, and goes on where the connection was cut. What
// is known of an upload is kept for the tab, so that it goes on even after the page was loaded anew. Without
// this script the form sends itself.

const PART = 512 * 1024;
const LARGEST = 15 * 1024 * 1024;
const TRIES = 6;

const form = document.querySelector('form[data-upload]');
if (form && 'fetch' in window) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form);
  });
}

async function send(form) {
  const words = form.dataset;
  const file = form.elements.file.files[0];
  const button = form.querySelector('button[type=submit]');
  if (!file || file.size === 0) return refuse(form, { field: 'file', problem: words.empty });
  if (file.size > LARGEST) return refuse(form, { field: 'file', problem: words.tooLarge });

  button.disabled = true;
  clear(form);
  try {
    const about = describe(form, file);
    const upload = (await resumed(words.upload, about)) ?? (await begin(words.upload, about));
    await parts(form, words.upload, upload, file);
    say(form, words.checking);
    const { next } = await ask(`${words.upload}/${upload.id}/finish`, { method: 'POST' });
    forget();
    location.assign(next);
  } catch (error) {
    button.disabled = false;
    if (error instanceof Refused) {
      forget();
      refuse(form, error.answer);
    } else {
      say(form, words.cutOff);
    }
  }
}

function describe(form, file) {
  const { kind, about, replaces } = form.elements;
  return {
    kind: kind.value,
    about: about?.value ?? '',
    replaces: replaces?.value ?? '',
    name: file.name,
    bytes: file.size,
  };
}

async function begin(address, about) {
  const headers = { 'content-type': 'application/json' };
  const upload = await ask(address, { method: 'POST', headers, body: JSON.stringify(about) });
  keep({ id: upload.id, about });
  return upload;
}

// The upload of the same file for the same purpose that this tab has begun, if the portal still has it.
async function resumed(address, about) {
  const kept = recall();
  if (!kept || JSON.stringify(kept.about) !== JSON.stringify(about)) return null;
  try {
    return await ask(`${address}/${kept.id}`);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

async function parts(form, address, upload, file) {
  let { offset } = upload;
  let failures = 0;
  show(form, offset, file.size);
  while (offset < file.size) {
    try {
      const body = file.slice(offset, offset + PART);
      ({ offset } = await ask(`${address}/${upload.id}?offset=${offset}`, { method: 'PUT', body }));
      failures = 0;
      show(form, offset, file.size);
    } catch (error) {
      const again = !(error instanceof Refused) || error.status === 409 || error.status >= 500;
      if (!again) throw error;
      failures += 1;
      if (failures >= TRIES) throw new Error('cut off');
      say(form, form.dataset.interrupted);
      await new Promise((done) => setTimeout(done, 500 * 2 ** failures));
      // A part whose answer was lost may have arrived: the portal knows.
      ({ offset } = await ask(`${address}/${upload.id}`).catch((error) => {
        if (error instanceof Refused && error.status < 500) throw error;
        return { offset };
      }));
    }
  }
}

class Refused extends Error {
  constructor(status, answer) {
    super('refused');
    this.status = status;
    this.answer = answer;
  }
}

async function ask(address, options) {
  const response = await fetch(address, { headers: { accept: 'application/json' }, ...options });
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  const answer = isJson ? await response.json() : null;
  if (!response.ok) {
    if (!answer) throw new Error('no answer');
    throw new Refused(response.status, answer);
  }
  return answer;
}

// Every tenth is said to screen readers; the bar moves with each part.
let said = -1;
function show(form, offset, size) {
  const percent = Math.floor((100 * offset) / size);
  const bar = form.querySelector('progress');
  form.querySelector('.upload-progress').hidden = false;
  bar.value = percent;
  if (Math.floor(percent / 10) !== said) {
    said = Math.floor(percent / 10);
    say(form, form.dataset.sending.replace('{n}', String(percent)));
  }
}

function say(form, words) {
  form.querySelector('.upload-says').textContent = words;
}

function clear(form) {
  said = -1;
  form.querySelectorAll('.field-error').forEach((error) => error.remove());
  form.querySelectorAll('.field-bad').forEach((field) => field.classList.remove('field-bad'));
  form.querySelectorAll('[aria-invalid]').forEach((field) => field.removeAttribute('aria-invalid'));
}

// The same as a page that was sent back: the sentence at its field, which takes the focus.
function refuse(form, { field, problem }) {
  clear(form);
  form.querySelector('.upload-progress').hidden = true;
  say(form, '');
  const target = document.getElementById(field) ?? document.getElementById('file');
  const box = target.closest('.field');
  const sentence = document.createElement('p');
  sentence.className = 'field-error';
  sentence.id = `${target.id}-error`;
  sentence.textContent = problem;
  box.classList.add('field-bad');
  if (target === box) {
    box.querySelector('legend').after(sentence);
  } else {
    target.before(sentence);
    target.setAttribute('aria-invalid', 'true');
  }
  target.setAttribute('aria-describedby', `${sentence.id} ${target.id}-hint`);
  target.focus();
}

function keep(upload) {
  try {
    sessionStorage.setItem('upload', JSON.stringify(upload));
  } catch {
    // Without storage an upload goes on until the page is left.
  }
}

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem('upload'));
  } catch {
    return null;
  }
}

function forget() {
  try {
    sessionStorage.removeItem('upload');
  } catch {
    // There was nothing to forget.
  }
}
