// On a day of the next plan year, in the city that the other journeys have been through. The amounts are
// worked out by hand from the sheets: 25 % of 968.42 and of 1,982.17 until June 30, of 1,065.27 and of
// 2,180.39 from July 1, times 12, by 52.
import { expect, test } from '@playwright/test';
import { addPerson, cover, payrollRows, report, sendEvent, signedIn, sound } from './support';

test('a birth of the last plan year: that year at its prices, this year at its own', async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await signedIn(browser, 'retirement');
  await expect(page.getByText('$61.46').first()).toBeVisible();
  await sound(page, 'my-benefits-later');
  const event = await report(page, 'birth', '6/20/2027');
  await expect(page.getByText('July 20, 2027, 11:59 p.m.').first()).toBeVisible();
  await expect(page.getByText('Counts from June 20, 2027').first()).toBeVisible();

  await addPerson(page, event, 'Ottilie', '6/20/2027', 'child', 'Desrosiers');
  await page.goto(`${event}/health`);
  // What the plan costs in the year of the birth.
  await expect(page.getByText('$114.36').first()).toBeVisible();
  await sound(page, 'event-health-last-year');
  await cover(page, event, 'HMO', 'Ottilie');
  await page.goto(`${event}/review`);
  const made = page.locator('#catch-up');
  for (const [day, amount] of [
    ['June 24, 2027', '$58.49'],
    ['July 1, 2027', '$64.33'],
    ['July 8, 2027', '$64.33'],
  ]) {
    await expect(made.locator('tr', { hasText: day }).getByText(amount)).toBeVisible();
  }
  await sound(page, 'event-review-last-year');
  const reference = await sendEvent(page, event, 'Ghislaine Desrosiers');

  const desk = await signedIn(browser, 'second-coordinator');
  await desk.goto(`/desk/submissions/${reference}`);
  await sound(desk, 'desk-review-last-year');
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
    expect(rows.filter((row) => !row.endsWith(',,,,'))).toEqual([
      'HMO-IND,0.00,55.87,2027-06-20,',
      'HMO-P1,114.36,0.00,2027-06-20,',
      'HMO-P1,125.79,114.36,2027-07-01,',
    ]);
  }).toPass({ timeout: 30_000 });

  for (const [day, tier, each] of [
    ['2027-06-19', 'individual', '$55.87'],
    ['2027-06-20', 'individual plus one', '$114.36'],
    ['2027-07-01', 'individual plus one', '$125.79'],
  ]) {
    await page.goto(`/my/history?on=${day}`);
    await expect(page.getByText(`Valley HMO, ${tier}`, { exact: true })).toBeVisible();
    await expect(page.getByText(each).first()).toBeVisible();
  }
});
