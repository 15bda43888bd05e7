// Staff put records right: each effect is seen before it is approved, and each can be taken back.
import { expect, test, type Page } from '@playwright/test';
import { addPerson, cover, fits, report, sendEvent, signedIn, sound } from './support';

// Of accounting: as he is on record.
const SPOUSE = { given: 'Rithy', family: 'Chhim', birth: '6/18/1990' };

/** Opens somebody's records. */
async function file(desk: Page, number: string) {
  await desk.goto(`/desk/people/${number}`);
  await expect(desk.getByRole('heading', { level: 1 })).toBeVisible();
}

async function reference(desk: Page): Promise<string> {
  await expect(desk).toHaveURL(/\/desk\/submissions\/CO-/);
  return new URL(desk.url()).pathname.split('/').pop() ?? '';
}

test('a record is corrected, with the pays that are paid, and the correction is taken back', async ({ browser }) => {
  test.setTimeout(180_000);
  const member = await signedIn(browser, 'generalist');
  const number = 'E00014';
  const desk = await signedIn(browser, 'coordinator', false);
  await file(desk, number);
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Paola Candelario');
  await desk.getByRole('link', { name: 'Health', exact: true }).click();

  // Nothing typed: each field says what it wants, and what was typed is kept.
  await desk.locator('input[name="from"]').fill('6/31/2026');
  await desk.getByRole('button', { name: 'Look at the effects' }).click();
  await expect(desk).toHaveTitle(/^Error: /);
  await expect(desk.getByText('Choose what is right.').first()).toBeVisible();
  await expect(desk.locator('input[name="from"]')).toHaveValue('6/31/2026');

  await desk.locator('select[name="choice"]').selectOption('plan:PPO');
  await desk.locator('input[name="from"]').fill('8/1/2026');
  await desk.locator('textarea[name="because"]').fill('The form said PPO.');
  await desk.getByRole('button', { name: 'Look at the effects' }).click();
  const first = await reference(desk);
  await expect(desk.getByText('Nothing has changed yet.').first()).toBeVisible();
  await expect(desk.locator('#restated')).toContainText('Valley PPO');
  await expect(desk.locator('#catch-up').getByText('August 6, 2026')).toBeVisible();
  await expect(desk.locator('#catch-up').getByText('November 19, 2026')).toBeVisible();
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();
  await member.goto('/my');
  await expect(member.getByText('Valley PPO').first()).toBeVisible();

  // It was the wrong person: taken back, to what it was.
  await desk.getByText('Take this back', { exact: true }).click();
  await desk.getByRole('button', { name: 'Look at the effects' }).click();
  await expect(desk).toHaveTitle(/^Error: /);
  await desk.locator('textarea[name="because"]').fill('It was the form of somebody else.');
  await desk.getByRole('button', { name: 'Look at the effects' }).click();
  const second = await reference(desk);
  expect(second).not.toBe(first);
  await expect(desk.getByRole('link', { name: first }).first()).toBeVisible();
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();
  await member.goto('/my');
  await expect(member.getByText('Valley HMO').first()).toBeVisible();
  await expect(member.getByText('Valley PPO')).toHaveCount(0);

  const seen = await signedIn(browser, 'coordinator');
  await seen.goto(`/desk/people/${number}/correct/health`);
  await sound(seen, 'desk-correct');
  await seen.goto(`/es/desk/people/${number}/correct/dental`);
  await sound(seen, 'es-desk-correct');
  await seen.goto(`/desk/submissions/${second}`);
  await sound(seen, 'desk-review-correction');
});

test('somebody in a household is put right, and that is taken back', async ({ browser }) => {
  test.setTimeout(180_000);
  const desk = await signedIn(browser, 'coordinator', false);
  const number = 'R00009';
  await file(desk, number);
  const correct = desk.locator('#household').getByRole('link', { name: /^Correct/ }).first();
  await correct.click();
  const page = desk.url();
  const was = await desk.locator('input[name="given_name"]').inputValue();
  await desk.locator('input[name="given_name"]').fill('Wilhelmina');
  await desk.locator('input[name="birth"]').fill('2/30/1964');
  await desk.getByRole('button', { name: 'Look at the effects' }).click();
  await expect(desk).toHaveTitle(/^Error: /);
  await expect(desk.locator('input[name="given_name"]')).toHaveValue('Wilhelmina');
  await desk.locator('input[name="birth"]').fill('2/28/1964');
  await desk.locator('textarea[name="because"]').fill('The certificate says so.');
  await desk.getByRole('button', { name: 'Look at the effects' }).click();
  const first = await reference(desk);
  await expect(desk.locator('#people-restated')).toContainText('Wilhelmina');
  await expect(desk.locator('#people-restated')).toContainText('February 28, 1964');
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();
  await file(desk, number);
  await expect(desk.locator('#household')).toContainText('Wilhelmina');

  await desk.goto(`/desk/submissions/${first}`);
  await desk.getByText('Take this back', { exact: true }).click();
  await desk.locator('textarea[name="because"]').fill('It was the certificate of somebody else.');
  await desk.getByRole('button', { name: 'Look at the effects' }).click();
  const second = await reference(desk);
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();
  await file(desk, number);
  await expect(desk.locator('#household')).toContainText(was);

  const seen = await signedIn(browser, 'coordinator');
  await seen.goto(page);
  await sound(seen, 'desk-correct-member');
  await seen.goto(`/es${new URL(page).pathname}`);
  await sound(seen, 'es-desk-correct-member');
  await seen.goto(`/desk/submissions/${second}`);
  await sound(seen, 'desk-review-correction-of-somebody');
});

test('two employees marry: one record each, noticed from both sides, one coverage in the end', async ({ browser }) => {
  test.setTimeout(240_000);
  // Maeve of payroll marries Rithy of accounting, who has city coverage of his own.
  const her = await signedIn(browser, 'payroll');
  const hers = await report(her, 'marriage', '11/14/2026');
  await addPerson(her, hers, SPOUSE.given, SPOUSE.birth, 'spouse', SPOUSE.family);
  await cover(her, hers, 'HMO', SPOUSE.given);
  const herReference = await sendEvent(her, hers, 'Maeve Garrity');

  const desk = await signedIn(browser, 'second-coordinator');
  await desk.goto(`/desk/submissions/${herReference}`);
  await expect(desk.getByText('On record already?').first()).toBeVisible();
  await expect(desk.getByText('Covered twice').first()).toBeVisible();
  await sound(desk, 'desk-review-same-person');
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk).toHaveTitle(/^Error: /);
  await desk.getByLabel(/The same as .* on record/).check();
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();

  // He gives up his own, on account of the same marriage.
  const him = await signedIn(browser, 'accounting', false);
  const his = await report(him, 'marriage', '11/14/2026');
  await him.goto(`${his}/health`);
  await him.locator('input[name="choice"][value="waive"]').check();
  await him.locator('select[name="waiver_reason"]').selectOption('spouse_plan');
  await him.getByRole('button', { name: 'Save and go on' }).click();
  const hisReference = await sendEvent(him, his, `${SPOUSE.given} ${SPOUSE.family}`);
  await desk.goto(`/desk/submissions/${hisReference}`);
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();

  await her.goto('/my/history?on=2026-12-01');
  await expect(her.getByText(SPOUSE.given).first()).toBeVisible();
  await him.goto('/my/history?on=2026-12-01');
  await expect(him.getByText('Covered by my husband’s or wife’s plan')).toBeVisible();
});

test('a divorce: the former spouse may stay, or go', async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await signedIn(browser, 'retiree-under-65', false);
  await page.goto('/my/events/new/divorce');
  await page.locator('input[name="event_date"]').fill('11/16/2026');
  await page.locator('input[name="concerned[]"]').first().check();
  await page.getByRole('button', { name: 'Go on' }).click();
  const event = new URL(page.url()).pathname;
  await expect(page.getByText('M.G.L. c. 32B, § 9H').first()).toBeVisible();
  await page.goto(`${event}/health`);
  await page.locator('input[name="covered[]"][type="checkbox"]').first().uncheck();
  await page.getByRole('button', { name: 'Save and go on' }).click();
  const sent = await sendEvent(page, event, 'Filomena Botelho');
  await page.setViewportSize({ width: 320, height: 800 });
  await fits(page, 'divorce-receipt');

  const desk = await signedIn(browser, 'coordinator');
  await desk.goto(`/desk/submissions/${sent}`);
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();
  await desk.getByRole('link', { name: 'Filomena Botelho' }).first().click();
  await expect(desk.getByText('Former spouse').first()).toBeVisible();
});
