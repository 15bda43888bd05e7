// With the keyboard alone: no pointer, no focus set by the test. Wherever the focus stops, it can be seen
// (WCAG 2.1.1, 2.4.7, 2.4.11).
import { expect, test, type Locator, type Page } from '@playwright/test';

// What scrolls by and by is not there yet when it is looked at.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Stops on the longest page, with room. */
const MOST_STOPS = 400;

/** Goes on to `what`, stop by stop, and looks at each stop. */
async function reach(page: Page, what: Locator) {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const unseen = await page.evaluate(whyUnseen);
    expect(unseen, page.url()).toBeNull();
    if (await what.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${what} is not reached with the keyboard on ${page.url()}`);
}

/** Through a whole page, stop by stop. */
async function walk(page: Page, path: string) {
  expect((await page.goto(path))?.status(), path).toBe(200);
  await reach(page, page.locator('footer a').last());
}

/** Why somebody who looks at the page does not see where the focus is; nothing where they do. */
function whyUnseen(): string | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const name = element.outerHTML.slice(0, 120);
  // A choice is drawn as a card around its field.
  const drawn = [element, element.closest('label'), element.closest('.choice-card')];
  const outlined = drawn.some((one) => {
    const style = one && getComputedStyle(one);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  if (!outlined) return `no outline: ${name}`;
  const place = element.getBoundingClientRect();
  const inside = place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth;
  if (!inside) return `outside of the window: ${name}`;
  // Of a table that is higher than the window: the part in it.
  const [top, bottom] = [Math.max(place.top, 0), Math.min(place.bottom, innerHeight)];
  const [left, right] = [Math.max(place.left, 0), Math.min(place.right, innerWidth)];
  const points = [0.1, 0.5, 0.9].map((part) => [(left + right) / 2, top + (bottom - top) * part]);
  const free = points.some(([x, y]) => {
    const seen = document.elementFromPoint(x, y);
    return seen && drawn.some((one) => one && (one.contains(seen) || seen.contains(one)));
  });
  return free ? null : `behind something else: ${name}`;
}

async function press(page: Page, what: Locator, key = 'Enter') {
  await reach(page, what);
  await page.keyboard.press(key);
}

/** Signs in as somebody of the demonstration's cast. */
async function signIn(page: Page, subject: string) {
  await page.goto('/');
  await press(page, page.getByRole('link', { name: 'Sign in' }).first());
  await expect(page).toHaveURL(/sign-in/);
  const start = page.locator('main a[href*="issuer=demonstration"]').first();
  if (await start.count()) await press(page, start);
  const person = page.locator(`button[name="subject"][value="${subject}"]`);
  await expect(person).toBeVisible();
  await page.waitForLoadState();
  await press(page, person);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

/** Chooses one of several, as a keyboard does: to the group, then on with the arrows. */
async function choose(page: Page, group: string, value: string) {
  const all = page.locator(`input[name="${group}"]`);
  const checked = page.locator(`input[name="${group}"]:checked`);
  await reach(page, (await checked.count()) ? checked : all.first());
  const wanted = page.locator(`input[name="${group}"][value="${value}"]`);
  for (let step = 0; step < (await all.count()) && !(await wanted.isChecked()); step += 1) {
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(whyUnseen), page.url()).toBeNull();
  }
  await expect(wanted).toBeChecked();
}

for (const size of [{ width: 1280, height: 800 }, { width: 320, height: 640 }]) {
  test(`the public pages with the keyboard alone, ${size.width} px`, async ({ page }) => {
    await page.setViewportSize(size);
    await page.goto('/');
    await page.keyboard.press('Tab');
    await expect(page.locator('.skip-link')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
    for (const path of ['/', '/plans', '/rates', '/calculator', '/life-events', '/open-enrollment', '/forms']) {
      await walk(page, path);
    }
  });
}

test('a member chooses and sends, the coordinator approves, with the keyboard alone', async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await (await browser.newContext()).newPage();
  await signIn(page, 'survivor');
  await page.goto('/my');
  await press(page, page.getByRole('link', { name: 'Start choosing' }).first());
  await expect(page).toHaveURL(/\/my\/enroll/);
  await press(page, page.locator('main a[href$="/my/enroll/health"]').first());
  await expect(page).toHaveURL(/\/my\/enroll\/health/);
  await choose(page, 'choice', 'plan:MSUP');
  await press(page, page.getByRole('button', { name: 'Save and go on' }));
  await expect(page).not.toHaveURL(/enroll\/health/);
  await page.goto('/my/enroll/review');
  // What is wrong is said first, and the focus is there.
  await press(page, page.getByRole('button', { name: 'Send my choices' }));
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.locator('.error-summary')).toBeFocused();
  await press(page, page.locator('input[name="attested"]'), 'Space');
  await expect(page.locator('input[name="attested"]')).toBeChecked();
  await reach(page, page.locator('input[name="signature"]'));
  await page.keyboard.type('Dorothy Winterbourne');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/my\/receipts\/OE-/);
  const reference = new URL(page.url()).pathname.split('/').pop() ?? '';
  await walk(page, '/my/part-b');

  const desk = await (await browser.newContext()).newPage();
  await signIn(desk, 'coordinator');
  await desk.goto('/desk');
  await reach(desk, desk.locator('tbody a').first());
  await desk.goto(`/desk/submissions/${reference}`);
  await press(desk, desk.getByRole('button', { name: 'Approve', exact: true }));
  await expect(desk.getByText('Approved').first()).toBeVisible();
});

for (const size of [{ width: 1280, height: 800 }, { width: 320, height: 640 }]) {
  test(`through the desk by its menu, with the keyboard alone, ${size.width} px`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.setViewportSize(size);
    await signIn(page, 'coordinator');
    const narrow = size.width < 640;
    const menu = async (name: string, entry: string) => {
      const nav = page.getByRole('navigation', { name, exact: true });
      if (narrow) {
        await press(page, nav.locator('summary'));
        await expect(nav.locator('details')).toHaveAttribute('open');
      }
      await press(page, nav.getByRole('link', { name: entry, exact: true }));
      await page.waitForLoadState();
    };
    await menu('Main menu', 'Desk');
    await expect(page).toHaveURL(/\/desk$/);
    for (const [entry, path] of [
      ['Documents', '/desk/documents'],
      ['Part B', '/desk/part-b'],
      ['Retirements', '/desk/retirements'],
      ['Turning 65', '/desk/turning-65'],
      ['Enrollment periods', '/desk/enrollments'],
      ['Submissions', '/desk'],
    ]) {
      await menu('Desk menu', entry);
      await expect(page).toHaveURL(new RegExp(`${path}$`));
      const here = page.getByRole('navigation', { name: 'Desk menu' }).locator('[aria-current="page"]');
      await expect(here).toHaveText(entry);
    }
    // Forms in rows, and those for who comes to the counter.
    for (const path of ['/desk/turning-65', '/desk/part-b', '/desk/people/E00101/retiring?date=2026-12-31']) {
      await walk(page, path);
    }
  });
}
