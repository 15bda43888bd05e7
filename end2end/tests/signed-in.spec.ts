// Every page behind sign-in that the journey does not pass, in both languages.
import { expect, test } from '@playwright/test';
import { signedIn, sound } from './support';

// Each only looks: the long list is shared among the workers.
test.describe.configure({ mode: 'parallel' });

const PAGES: [string, string[]][] = [
  [
    'utility-employee',
    ['/my', '/my/history', '/my/enroll', '/my/enroll/household', '/my/enroll/health', '/my/enroll/dental',
      '/my/enroll/vision', '/my/enroll/life', '/my/enroll/optional_life', '/my/enroll/health_fsa',
      '/my/enroll/dependent_care_fsa', '/my/enroll/deferred_compensation', '/my/enroll/review', '/my/submissions',
      '/my/events', '/my/events/new/birth', '/my/events/new/divorce'],
  ],
  ['part-timer', ['/my', '/my/enroll']],
  [
    'retiree-medicare',
    ['/my', '/my/retirement', '/my/helpers', '/my/packet', '/my/documents', '/my/enroll',
      '/my/enroll/health', '/my/part-b', '/my/part-b/statement?year=2025'],
  ],
  ['survivor', ['/my', '/my/retirement', '/my/packet', '/my/enroll/health', '/my/part-b']],
  [
    'coordinator',
    ['/desk', '/desk?state=approved', '/desk/approve', '/desk/enrollments', '/desk/messages', '/desk/people/E00001',
      '/desk/events', '/desk/events/marriage', '/desk/events/birth/edit', '/desk/new-hires', '/desk/turning-65',
      '/desk/deaths', '/desk/people/R00009/death', '/desk/part-b', '/desk/part-b/lists/1',
      '/desk/people/R00009/part-b', '/desk/access', '/desk/people/R00009/access', '/helping', '/desk/packet',
      '/desk/people/E00023/retiring?date=2026-12-31', '/desk/retirements', '/desk/seminars', '/desk/mtrs',
      '/desk/mtrs-layout', '/offices/retirement-changes'],
  ],
  ['retiring-city', ['/my', '/my/retiring', '/my/retiring?date=2027-06-30', '/my/seminars']],
  ['payroll', ['/payroll', '/offices/retirements']],
  ['treasurer', ['/offices']],
  ['retirement', ['/offices', '/offices/retirements', '/offices/retirement-changes']],
  ['accounting', ['/offices', '/offices/part-b', '/desk/part-b/lists/1']],
];

/** Whose pages do without scripts, too. */
const MEMBERS = ['utility-employee', 'part-timer', 'retiree-medicare', 'survivor', 'retiring-city'];

for (const [subject, paths] of PAGES) {
  for (const prefix of ['', '/es']) {
    const without = MEMBERS.includes(subject) ? ' @nojs' : '';
    test(`pages of ${subject} in ${prefix || '/en'} are sound${without}`, async ({ browser, javaScriptEnabled }) => {
      test.setTimeout(180_000);
      const page = await signedIn(browser, subject, javaScriptEnabled);
      for (const path of paths) {
        const answer = await page.goto(prefix + path);
        expect(answer?.status(), `${prefix}${path}`).toBe(200);
        await sound(page, `${subject}${(prefix + path).replace(/[^a-z]+/gi, '-')}`);
      }
    });
  }
}

test('telling of Medicare, and a card of which nothing is filled in @nojs', async ({ browser, javaScriptEnabled }) => {
  const page = await signedIn(browser, 'retiree-under-65', javaScriptEnabled);
  await page.goto('/my/documents');
  const who = await page.locator('input[name="about"]').first().getAttribute('value');
  await page.goto(`/my/medicare/${who}`);
  await sound(page, 'my-medicare');
  await page.locator('form:has(input[name="mbi"]) button[type="submit"]').click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.locator('.error-summary')).toContainText('Medicare number');
  await sound(page, 'my-medicare-errors');
});

test('an office sees its own lists and no others', async ({ browser }) => {
  const payroll = await signedIn(browser, 'payroll');
  for (const path of ['/desk', '/desk/enrollments', '/desk/events', '/desk/messages', '/offices', '/offices/part-b', '/desk/part-b']) {
    expect((await payroll.goto(path))?.status(), path).toBe(403);
  }
  const member = await signedIn(browser, 'part-timer');
  for (const path of ['/desk', '/payroll', '/payroll/notices/1.csv', '/offices', '/desk/people/E00001', '/desk/part-b/lists/1.xlsx']) {
    expect((await member.goto(path))?.status(), path).toBe(403);
  }
});
