// A city's open enrollment, from the first choice to the payroll notice. The amounts are worked out by hand
// from the sheets: monthly share, times 12, by the number of deductions.
import { expect, test, type Page } from '@playwright/test';
import { choosePlan, payrollRows, putAside, send, signedIn, sound } from './support';

type Member = {
  subject: string;
  name: string;
  plan: string;
  family: string[];
  script: boolean;
  told: string[];
};

const MEMBERS: Member[] = [
  {
    // 25 % of 968.42 and of 2,876.21, by 52
    subject: 'city-employee',
    name: 'Marisol Thistlewood',
    plan: 'HMO',
    family: ['Alden', 'Wren'],
    script: true,
    told: ['HMO-IND,0.00,55.87,2027-07-01,', 'HMO-FAM,165.93,0.00,2027-07-01,'],
  },
  {
    // 25 % of 968.42, then 27 % of 2,876.21, by 21; FSA of 1,050 and 1,200, by 21
    subject: 'school-employee',
    name: 'Duarte Rezendes',
    plan: 'HMO',
    family: ['Inês', 'Tomás'],
    script: false,
    told: [
      'HMO-IND,0.00,138.35,2027-07-01,',
      'HMO-FAM,443.76,0.00,2027-07-01,',
      'HFSA,57.14,50.00,2027-07-01,2028-06-30',
    ],
  },
  {
    // 35 % of 2,430.11 and of 3,557.55, by 24
    subject: 'utility-employee',
    name: 'Linh Quach',
    plan: 'PPO',
    family: ['Vinh', 'Kim-Lien'],
    script: true,
    told: ['PPO-P1,0.00,425.27,2027-07-01,', 'PPO-FAM,622.57,0.00,2027-07-01,'],
  },
  {
    // 30 % of 968.42 and of 2,876.21, by 26
    subject: 'board-employee',
    name: 'Wilner Saintil',
    plan: 'HMO',
    family: ['Mirlande', 'Jocelyn'],
    script: false,
    told: ['HMO-IND,0.00,134.09,2027-07-01,', 'HMO-FAM,398.24,0.00,2027-07-01,'],
  },
];

async function open(desk: Page, reference: string) {
  await desk.goto(`/desk/submissions/${reference}`);
  await expect(desk.getByRole('heading', { level: 1 })).toContainText(reference);
}

test('employees choose, the coordinator decides, records and payroll change', async ({ browser }) => {
  test.setTimeout(240_000);
  const references = new Map<string, string>();

  for (const member of MEMBERS) {
    const page = await signedIn(browser, member.subject, member.script);
    if (member.script) await sound(page, 'my-benefits-before');
    await choosePlan(page, 'health', member.plan, member.family);
    if (member.subject === 'school-employee') await putAside(page, 'health_fsa', 'HFSA', '1,200');
    if (member.script) {
      await page.goto('/my/enroll');
      await sound(page, 'enroll');
      await page.goto('/my/enroll/health');
      await sound(page, 'enroll-health');
      await page.goto('/my/enroll/household');
      await sound(page, 'enroll-household');
      await page.goto('/my/enroll/review');
      await sound(page, 'enroll-review');
    }
    references.set(member.subject, await send(page, member.name));
    if (member.script) await sound(page, 'receipt');
    // Back after sending shows the receipt.
    await page.goBack();
    await expect(page).toHaveURL(/\/my\/receipts\//);
    await page.context().close();
  }

  // One waives.
  const waiver = await signedIn(browser, 'waiver', false);
  await waiver.goto('/my/enroll/health');
  await waiver.locator('input[name="choice"][value="waive"]').check();
  await waiver.locator('select[name="waiver_reason"]').selectOption('spouse_plan');
  await waiver.getByRole('button', { name: 'Save and go on' }).click();
  references.set('waiver', await send(waiver, 'Brendan Mulvaney'));

  // One is new and will be denied.
  const hire = await signedIn(browser, 'new-hire');
  await choosePlan(hire, 'health', 'PPO');
  references.set('new-hire', await send(hire, 'Sophea Meas'));

  // One changes twice and withdraws.
  const changer = await signedIn(browser, 'changer');
  await choosePlan(changer, 'health', 'HMO');
  const first = await send(changer, 'Rocío Encarnación');
  await changer.getByRole('button', { name: 'Change my choices' }).click();
  await choosePlan(changer, 'health', 'PPO');
  // Until the change is sent, the first one stands.
  const other = await signedIn(browser, 'coordinator');
  await open(other, first);
  await expect(other.getByRole('button', { name: 'Approve' })).toBeVisible();
  const second = await send(changer, 'Rocío Encarnación');
  expect(second).not.toBe(first);
  await changer.getByRole('button', { name: 'Change my choices' }).click();
  await choosePlan(changer, 'health', 'HDP');
  const third = await send(changer, 'Rocío Encarnación');
  await changer.getByText('Take back', { exact: true }).first().click();
  await changer.getByRole('button', { name: 'Yes, take it back' }).click();
  await changer.goto('/my/submissions');
  await sound(changer, 'my-submissions');
  for (const reference of [first, second, third]) await expect(changer.getByText(reference)).toBeVisible();

  // The desk.
  const desk = await signedIn(browser, 'coordinator');
  await desk.goto('/desk');
  await sound(desk, 'desk-queue');
  const city = references.get('city-employee') ?? '';

  // Two look at the same submission; the second decision is refused.
  const slow = await signedIn(browser, 'second-coordinator');
  await open(slow, references.get('new-hire') ?? '');
  await open(desk, references.get('new-hire') ?? '');
  await sound(desk, 'desk-review');
  await desk.locator('textarea[name="deny_words"]').fill('Your coverage begins by the new-hire form.');
  await desk.getByRole('button', { name: 'Deny' }).click();
  await slow.getByRole('button', { name: 'Approve' }).click();
  await expect(slow.getByText('Somebody else was faster')).toBeVisible();

  await open(desk, references.get('waiver') ?? '');
  await expect(desk.getByText('M.G.L. c. 111M')).toBeVisible();
  await desk.getByRole('button', { name: 'Return for information' }).click();
  await expect(desk.getByText('Write what the member should know.').first()).toBeVisible();
  await desk.locator('textarea[name="return_words"]').fill('Please send the card of the other plan.');
  await desk.getByRole('button', { name: 'Return for information' }).click();
  await expect(desk.getByText('Returned. The member has been told.')).toBeVisible();

  // The rest in bulk: each is found, chosen, approved.
  await desk.goto('/desk?sort=newest');
  for (const member of MEMBERS) {
    const reference = references.get(member.subject) ?? '';
    await desk.getByLabel(`Choose ${reference}`).check();
  }
  await desk.getByRole('button', { name: 'Approve the chosen ones' }).click();
  await expect(desk.getByText(/4 approved/)).toBeVisible();

  // Payroll hears of each once, to the cent.
  const payroll = await signedIn(browser, 'payroll');
  const told = new Map<string, string[]>();
  await expect(async () => {
    await payroll.goto('/payroll');
    const numbers = await payroll.locator('tbody tr').count();
    told.clear();
    for (const member of MEMBERS) {
      const reference = references.get(member.subject) ?? '';
      const rows: string[] = [];
      for (let number = 1; number <= numbers; number += 1) {
        rows.push(...(await payrollRows(payroll.context(), number, reference)));
      }
      told.set(member.subject, rows);
    }
    expect([...told.values()].every((rows) => rows.length > 0)).toBe(true);
  }).toPass({ timeout: 30_000 });
  for (const member of MEMBERS) expect(told.get(member.subject), member.subject).toEqual(member.told);
  await sound(payroll, 'payroll');
  await payroll.goto('/payroll/notices/1');
  await sound(payroll, 'payroll-notice');

  // Mail says nothing of benefits.
  await expect(async () => {
    await desk.goto('/desk/messages');
    await expect(desk.locator('.message-body').filter({ hasText: city }).first()).toBeAttached();
  }).toPass({ timeout: 30_000 });
  await sound(desk, 'desk-messages');
  for (const text of await desk.locator('.message-body').allTextContents()) {
    expect(text).not.toMatch(/HMO|PPO|\$|card of the other plan/);
  }

  // The members see it all.
  const member = await signedIn(browser, 'city-employee');
  await member.goto('/my/history?on=2027-07-01');
  await expect(member.getByText('Valley HMO').first()).toBeVisible();
  await expect(member.getByText('$165.93').first()).toBeVisible();
  await expect(member.getByText('$719.05').first()).toBeVisible();
  await sound(member, 'my-history');
  await member.goto('/my');
  await expect(member.getByText('$55.87').first()).toBeVisible();
  await waiver.goto(`/my/receipts/${references.get('waiver')}`);
  await expect(waiver.getByText('Please send the card of the other plan.').first()).toBeVisible();
  await hire.goto(`/my/receipts/${references.get('new-hire')}`);
  await expect(hire.getByText('Your coverage begins by the new-hire form.').first()).toBeVisible();
  // Nobody reads another one's receipt.
  const answer = await hire.goto(`/my/receipts/${city}`);
  expect(answer?.status()).toBe(404);
});
