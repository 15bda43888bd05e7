// The retiree packet: a retiree gets their own on a telephone, the desk edits a section, many are made for the mail.
import { expect, test, type Page } from '@playwright/test';
import { signedIn, sound } from './support';

/** A PDF whose text tags a screen reader can use, by what stands at its two ends. */
async function isPdf(page: Page, path: string) {
  const answer = await page.context().request.get(path);
  expect(answer.status(), path).toBe(200);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  const body = await answer.body();
  expect(body.subarray(0, 5).toString()).toBe('%PDF-');
  return body;
}

test('a retiree gets the packet on a telephone, in their language and size @nojs', async ({ browser, javaScriptEnabled }) => {
  const page = await signedIn(browser, 'retiree-medicare', javaScriptEnabled);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/my/packet');
  await sound(page, 'my-packet');
  await page.getByLabel('Español').check();
  await page.getByLabel('Large print (18 point)').check();
  const asked = page.waitForRequest(/\/my\/packet\.pdf/);
  await page.getByRole('button', { name: 'Get the packet (PDF)' }).click();
  const address = new URL((await asked).url());
  expect(address.searchParams.get('lang')).toBe('es');
  expect(address.searchParams.get('size')).toBe('large');
  const large = await isPdf(page, address.pathname + address.search);
  const normal = await isPdf(page, '/my/packet.pdf');
  expect(large.equals(normal)).toBe(false);
  expect((await isPdf(page, '/my/packet.pdf')).equals(normal), 'the same bytes each time').toBe(true);
});

test('who is not retired is told so, and a stranger signs in first @nojs', async ({ browser, javaScriptEnabled }) => {
  const employee = await signedIn(browser, 'city-employee', javaScriptEnabled);
  await employee.goto('/my/packet');
  await expect(employee.getByText('Packets are for retirees and survivors.')).toBeVisible();
  expect((await employee.context().request.get('/my/packet.pdf')).status()).toBe(404);
  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  await page.goto('/my/packet.pdf');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('anybody reads the public packet @nojs', async ({ page }) => {
  await page.goto('/retirees');
  const link = page.getByRole('link', { name: 'Packet, large print (PDF)' });
  await isPdf(page, (await link.getAttribute('href')) ?? '');
});

test('the desk edits a section, looks at it, publishes it, and makes packets for the mail', async ({ browser }) => {
  test.setTimeout(300_000);
  const desk = await signedIn(browser, 'coordinator');
  await desk.goto('/desk/packet');
  await sound(desk, 'packet-desk');
  await desk.getByRole('link', { name: 'Survivors', exact: true }).click();
  await sound(desk, 'packet-section');

  // What is not understood is told, and what was typed is kept.
  await desk.locator('#title_en').fill('When somebody has died');
  await desk.locator('#body_en').fill('# A heading');
  await desk.getByRole('button', { name: 'Save as a draft' }).click();
  await expect(desk).toHaveTitle(/^Error: /);
  await expect(desk.locator('#body_en')).toHaveValue('# A heading');
  await expect(desk.locator('#title_en')).toHaveValue('When somebody has died');

  await desk.locator('#body_en').fill('Call us. **Anybody** of the family can call.\n\n- We tell the plans.');
  await desk.getByRole('button', { name: 'Save as a draft' }).click();
  await expect(desk.getByText('Saved as a draft. Look at it, then publish it.')).toBeVisible();
  const look = desk.getByRole('link', { name: 'English, Normal print (12 point) (PDF)' });
  await isPdf(desk, (await look.getAttribute('href')) ?? '');
  await desk.getByRole('button', { name: 'Publish' }).click();
  await expect(desk.getByText('Published. Packets that are made from now on say it.')).toBeVisible();
  await expect(desk.locator('#versions')).toContainText('Printed now');

  // One, for somebody who has called.
  await desk.goto('/desk/people/R00010');
  await desk.getByText('Make the packet of today').first().click();
  await desk.locator('#packets-title').locator('..').getByLabel('Large print (18 point)').check();
  await desk.getByRole('button', { name: 'Make the packet of today' }).click();
  const sent = desk.locator('#packets').getByRole('link', { name: /As it was sent/ }).first();
  await isPdf(desk, (await sent.getAttribute('href')) ?? '');

  // Many, for those without e-mail: minutes of work, which the desk's own tests do on both engines.
  if (process.env.ENGINE === 'postgres') return;
  await desk.goto('/desk/packet');
  await desk.getByLabel('Those without an e-mail address').check();
  await desk.getByRole('button', { name: 'Make the packets' }).click();
  await expect(desk).toHaveURL(/\/desk\/packet\/runs\//);
  const file = desk.getByRole('link', { name: 'Print file (PDF)' });
  await expect(async () => {
    const again = desk.getByRole('link', { name: 'Look again now' });
    if (await again.isVisible()) await again.click();
    await expect(file).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 240_000 });
  await sound(desk, 'packet-run');
  const run = new URL(desk.url()).pathname;
  await isPdf(desk, `${run}/print.pdf`);
  const manifest = await desk.context().request.get(`${run}/manifest.csv`);
  const lines = (await manifest.text()).trim().split('\r\n').slice(1).map((line) => line.split(','));
  expect(lines.length).toBeGreaterThan(0);
  lines.forEach((line, place) => expect(line[0]).toBe(String(place + 1)));
  expect(lines[0]?.[5]).toBe('1');
});
