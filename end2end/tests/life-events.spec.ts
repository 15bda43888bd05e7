// Life events, from what happened to the payroll notice. The amounts are worked out by hand from the sheets:
// 25 % of 968.42 and of 1,982.17, times 12, by 52. Pay is paid on Thursdays.
import { expect, test } from '@playwright/test';
import {
  addPerson, cover, fits, payrollRows, report, sendEvent, sendFile, signedIn, signIn, sound,
} from './support';

test('a birth counts from its day, on the review, the receipt and the payroll notice', async ({ browser }) => {
  test.setTimeout(300_000);
  const page = await signedIn(browser, 'treasurer');
  await page.getByRole('link', { name: 'Tell us about it' }).click();
  await sound(page, 'my-events');
  const event = await report(page, 'birth', '11/5/2026');
  await expect(page.getByText('December 5, 2026, 11:59 p.m.').first()).toBeVisible();
  await expect(page.getByText('Counts from November 5, 2026').first()).toBeVisible();
  await expect(page.getByText('Treas. Reg. § 1.125-4').first()).toBeVisible();
  await sound(page, 'event');

  await addPerson(page, event, 'Iris', '11/5/2026', 'child');
  await sound(page, 'event-household');
  await page.goto(`${event}/health`);
  // A birth adds: nothing is given up for it.
  await expect(page.locator('input[name="choice"][value="waive"]')).toHaveCount(0);
  await sound(page, 'event-health');
  await cover(page, event, 'HMO', 'Iris');
  await page.goto(`${event}/deferred_compensation`);
  await expect(page.getByText('does not let you change this benefit')).toBeVisible();
  await sound(page, 'event-not-permitted');

  await page.goto(`${event}/review`);
  await expect(page.getByRole('heading', { name: 'Why this date, why this amount' })).toBeVisible();
  for (const day of ['November 5, 2026', 'November 12, 2026', 'November 19, 2026']) {
    await expect(page.locator('#catch-up').getByText(day)).toBeVisible();
  }
  await expect(page.locator('#catch-up').getByText('$58.49').first()).toBeVisible();
  await sound(page, 'event-review');
  const reference = await sendEvent(page, event, 'Hélder Pacheco');
  await expect(page.locator('#catch-up').getByText('$58.49').first()).toBeVisible();
  await sound(page, 'event-receipt');
  await page.goto(event);
  await expect(page).toHaveURL(new RegExp(reference));

  const desk = await signedIn(browser, 'coordinator');
  await desk.goto(`/desk/submissions/${reference}`);
  await expect(desk.getByText('from November 5, 2026 to December 5, 2026').first()).toBeVisible();
  await sound(desk, 'desk-review-event');
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();

  const payroll = await signedIn(browser, 'payroll');
  await expect(async () => {
    await payroll.goto('/payroll');
    const numbers = await payroll.locator('tbody tr').count();
    const rows: string[] = [];
    for (let number = 1; number <= numbers; number += 1) {
      rows.push(...(await payrollRows(payroll.context(), number, reference)));
    }
    expect(rows).toEqual([
      'HMO-IND,0.00,55.87,2026-11-05,',
      'HMO-P1,114.36,0.00,2026-11-05,',
      'HMO-P1,,,,',
      'HMO-P1,,,,',
      'HMO-P1,,,,',
    ]);
  }).toPass({ timeout: 30_000 });

  // The certificate comes later, and counts for what was approved.
  await page.goto(`/my/receipts/${reference}`);
  await expect(page.locator('#proof')).toContainText('Birth certificate');
  await expect(page.locator('#proof')).toContainText('Not sent yet');
  await page.getByRole('link', { name: 'Send a document' }).click();
  await sendFile(page, 'birth_certificate', 'Iris Test', 'certificate.png', await page.screenshot({ type: 'png' }));
  await expect(page.getByText('We have your document.')).toBeVisible();
  await desk.goto('/desk/documents');
  await desk.locator('tr', { hasText: 'Iris Test' }).getByRole('link', { name: 'Birth certificate' }).click();
  await desk.getByRole('button', { name: 'Mark as verified' }).click();
  await expect(desk.getByText('The document is verified.')).toBeVisible();
  await page.goto(`/my/receipts/${reference}`);
  await expect(page.locator('#proof')).toContainText('Verified');

  // It is in the records, and is corrected by a form of its own.
  await page.goto('/my/history?on=2026-11-05');
  await expect(page.getByText('$114.36').first()).toBeVisible();
  await page.goto(`/my/receipts/${reference}`);
  await page.getByRole('button', { name: 'Correct this' }).click();
  await expect(page.getByText('This corrects something that was approved before.')).toBeVisible();
});

test('a marriage, mistyped and mended, on a telephone without JavaScript @nojs-only', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 320, height: 700 });
  await signIn(page, 'retirement');
  await page.goto('/my/events/new/marriage');
  for (const typed of ['', '13/40/2026']) {
    await page.locator('input[name="event_date"]').fill(typed);
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page).toHaveTitle(/^Error: /);
    await expect(page.locator('input[name="event_date"]')).toHaveValue(typed);
  }
  const event = await report(page, 'marriage', '11/14/2026');
  await expect(page.getByText('Counts from December 1, 2026').first()).toBeVisible();
  await fits(page, 'event-telephone');

  await addPerson(page, event, 'Luc', '3/15/1985', 'spouse');
  // A number is checked, sealed, and never shown again but for its end.
  await page.getByRole('link', { name: /^Change.*Luc/ }).click();
  await page.locator('input[name="ssn"]').fill('219-09-99');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.locator('input[name="ssn"]')).toHaveValue('');
  await expect(page.locator('input[name="given_name"]')).toHaveValue('Luc');
  await page.locator('input[name="ssn"]').fill('219-09-9996');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('•••-••-9996')).toBeVisible();
  await fits(page, 'event-household-telephone');
  await cover(page, event, 'PPO', 'Luc');
  await page.goto(`${event}/review`);
  await fits(page, 'event-review-telephone');
  await page.getByRole('button', { name: 'Send my choices' }).click();
  await expect(page).toHaveTitle(/^Error: /);
  const first = await sendEvent(page, event, 'Ghislaine Desrosiers');
  await fits(page, 'event-receipt-telephone');

  // Until it is decided it can be changed and taken back.
  await page.getByRole('button', { name: 'Change my choices' }).click();
  await expect(page).toHaveURL(new RegExp(`${event}$`));
  await cover(page, event, 'HMO', 'Luc');
  const second = await sendEvent(page, event, 'Ghislaine Desrosiers');
  expect(second).not.toBe(first);
  await page.getByText('Take back', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Yes, take it back' }).click();
  await page.goto(`/my/receipts/${second}`);
  await expect(page.getByText('You took this back').first()).toBeVisible();
});

test('an event that is late is for the coordinator to take, with a reason', async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await signedIn(browser, 'director', false);
  const event = await report(page, 'birth', '9/1/2026');
  await expect(page.getByText('within 30 days, by October 1, 2026')).toBeVisible();
  await expect(page.getByText('next open enrollment').first()).toBeVisible();
  await page.getByRole('button', { name: 'Ask the coordinator' }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await page.locator('textarea[name="late_because"]').fill('I was on a journey.');
  await page.getByRole('button', { name: 'Ask the coordinator' }).click();
  await expect(page.getByText('Counts from December 1, 2026').first()).toBeVisible();
  await addPerson(page, event, 'Noé', '9/1/2026', 'child');
  await cover(page, event, 'HMO', 'Noé');
  const reference = await sendEvent(page, event, 'Theodore Whitcomb');

  const desk = await signedIn(browser, 'second-coordinator');
  await desk.goto(`/desk/submissions/${reference}`);
  await expect(desk.getByText('I was on a journey.')).toBeVisible();
  await sound(desk, 'desk-review-late');
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk).toHaveTitle(/^Error: /);
  await desk.locator('textarea[name="late_words"]').fill('We take it this once.');
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.goto(`/my/receipts/${reference}`);
  await expect(page.getByText('We take it this once.').first()).toBeVisible();
});

test('staff enter an event at the counter', async ({ browser }) => {
  test.setTimeout(180_000);
  const desk = await signedIn(browser, 'generalist');
  await desk.goto('/desk/people/E00001');
  await desk.getByRole('link', { name: 'Enter a life event for them' }).click();
  await sound(desk, 'desk-enter-events');
  const here = new URL(desk.url()).pathname;
  await desk.goto(`${here}/birth`);
  await desk.locator('input[name="event_date"]').fill('11/10/2026');
  await desk.getByRole('button', { name: 'Go on' }).click();
  await expect(desk).toHaveTitle(/^Error: /);
  await desk.locator('input[name="reason"]').fill('At the counter.');
  await desk.getByRole('button', { name: 'Go on' }).click();
  await expect(desk.getByText('You enter this for somebody else').first()).toBeVisible();
  await sound(desk, 'desk-entered-event');

  // Somebody else's, to the end: sent by who enters it, seen beside it, decided like any other.
  await desk.goto('/desk/people/E00062/events/birth');
  await desk.locator('input[name="event_date"]').fill('11/10/2026');
  await desk.locator('input[name="reason"]').fill('By mail, on paper.');
  await desk.getByRole('button', { name: 'Go on' }).click();
  await expect(desk).toHaveURL(/\/my\/events\/[0-9a-f-]{36}$/);
  const event = new URL(desk.url()).pathname;
  await addPerson(desk, event, 'Odile', '11/10/2026', 'child', 'Thistlewood');
  await cover(desk, event, 'HMO', 'Odile');
  await desk.goto(`${event}/review`);
  await expect(desk.getByText('the signed paper is on file').first()).toBeVisible();
  const reference = await sendEvent(desk, event, 'Harold Thistlewood');
  const coordinator = await signedIn(browser, 'coordinator', false);
  await coordinator.goto(`/desk/submissions/${reference}`);
  await expect(coordinator.getByText('Paola Candelario: By mail, on paper.')).toBeVisible();
  await coordinator.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(coordinator.getByText('Approved').first()).toBeVisible();
  await coordinator.goto('/desk/people/E00062?on=2026-11-10');
  await expect(coordinator.locator('#held')).toContainText('Odile Thistlewood');

  // What they handed over is scanned for them.
  await desk.goto('/desk/people/E00001');
  await desk.getByRole('link', { name: 'Scan a document for them' }).click();
  await desk.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(desk).toHaveTitle(/^Error: /);
  await desk.locator('select[name="kind"]').selectOption('other');
  await desk.getByLabel('Marisol Thistlewood', { exact: true }).check();
  const scan = await desk.screenshot({ type: 'png' });
  await desk.locator('input[name="file"]').setInputFiles({ name: 'scan.png', mimeType: 'image/png', buffer: scan });
  await desk.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(desk.getByText('The document is kept.')).toBeVisible();
  await expect(desk.locator('#submission-documents')).toContainText('Something else');
  await sound(desk, 'desk-scan');
});

test('a child of 26: the end is foreseen, proposed, approved', async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await signedIn(browser, 'second-coordinator');
  await expect(page.getByText('Rory Standish is covered through November 30, 2026')).toBeVisible();
  await sound(page, 'my-age-limit');
  const desk = await signedIn(browser, 'coordinator', false);
  await desk.goto('/desk/people/E00013');
  await desk.getByRole('link', { name: /^LE-/ }).first().click();
  await expect(desk.getByText('A child turns 26').first()).toBeVisible();
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();
  for (const [day, tier] of [['2026-11-30', 'individual plus one'], ['2026-12-01', 'individual']]) {
    await page.goto(`/my/history?on=${day}`);
    await expect(page.getByText(`Valley HMO, ${tier}`, { exact: true })).toBeVisible();
  }
});
