// Retirees and survivors: Medicare at 65 with a spouse of 61, and the death of a retiree with a surviving spouse
// and a disabled child.
import { expect, test, type Page } from '@playwright/test';
import { fits, sendFile, signedIn, sound } from './support';

test.describe.configure({ mode: 'serial' });

/** The card of somebody of the household. */
const card = (page: Page, name: string) =>
  page.locator('section.card').filter({ has: page.getByRole('heading', { name }) });

async function approve(desk: Page, reference: string) {
  await desk.goto(`/desk/submissions/${reference}`);
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';
  test(`the page of a mixed household fits ${how}`, async ({ browser }) => {
    const retiree = await signedIn(browser, 'retiree-medicare', javaScriptEnabled);
    await retiree.goto('/my');
    await retiree.getByRole('link', { name: 'Everybody whom you cover, on one page' }).click();
    await expect(retiree.getByRole('heading', { name: 'My retirement benefits' })).toBeVisible();
    const spouse = card(retiree, 'Olive Pettingill');
    await expect(spouse).toContainText('Valley HMO');
    await expect(spouse).toContainText('Your share a month');
    await expect(card(retiree, 'Everett Pettingill')).toContainText('Senior Supplement');
    await expect(retiree.getByText('Taken out of your city pension')).toBeVisible();
    await sound(retiree, 'my-retirement');
  });
}

test('a retiree turns 65: the plan moves on the right day, the spouse of 61 stays', async ({ browser }) => {
  test.setTimeout(120_000);
  const retiree = await signedIn(browser, 'retiree-turning-65');
  await retiree.goto('/my/retirement');
  await expect(retiree.getByText('65 years old: Medicare has to begin').first()).toBeVisible();
  await sound(retiree, 'turning-65');
  await retiree.getByRole('link', { name: 'Tell us about Medicare' }).click();
  await expect(retiree.getByText('Walter Abernathy')).toBeVisible();
  await sound(retiree, 'medicare-card');

  // What is wrong is said at its field, and the rest is kept.
  await retiree.getByLabel('Medicare number').fill('1EO4-TE5-MK73');
  await retiree.getByLabel('HOSPITAL (PART A) begins').fill('2/2/2027');
  await retiree.getByLabel('MEDICAL (PART B) begins').fill('2/1/2027');
  await retiree.getByLabel('Senior Supplement').check();
  await retiree.getByLabel('Your name, as signature').fill('Lorraine Abernathy');
  await retiree.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(retiree.getByText('Character 3 of the Medicare number', { exact: false }).first()).toBeVisible();
  await expect(retiree.getByText('Medicare begins on the first of a month', { exact: false }).first()).toBeVisible();
  await expect(retiree.getByLabel('MEDICAL (PART B) begins')).toHaveValue('2/1/2027');
  await expect(retiree.getByLabel('Medicare number')).toHaveValue('');
  await sound(retiree, 'medicare-card-bad');

  await retiree.getByLabel('Medicare number').fill('1EG4-TE5-MK72');
  await retiree.getByLabel('HOSPITAL (PART A) begins').fill('2/1/2027');
  await retiree.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(retiree.getByText('We have it', { exact: true })).toBeVisible();
  const reference = (await retiree.locator('.reference').first().textContent()) ?? '';
  expect(reference).toMatch(/^ME-/);
  await retiree.getByRole('link', { name: 'Send a photo of the card' }).click();
  await expect(retiree.locator('select[name="kind"]')).toHaveValue('medicare_card');
  const photo = await retiree.screenshot({ type: 'jpeg' });
  await sendFile(retiree, 'medicare_card', 'Lorraine Abernathy', 'card.jpg', photo);
  await expect(retiree.getByText('We have your document', { exact: false })).toBeVisible();

  const desk = await signedIn(browser, 'coordinator');
  await desk.goto(`/desk/submissions/${reference}`);
  await expect(desk.getByText('Health: Walter Abernathy')).toBeVisible();
  await sound(desk, 'medicare-review');
  await approve(desk, reference);

  await retiree.goto('/my/retirement');
  const own = card(retiree, 'Lorraine Abernathy');
  await expect(own).toContainText('Health begins: Senior Supplement');
  const spouse = card(retiree, 'Walter Abernathy');
  await expect(spouse).toContainText('Health begins: Valley HMO');
  await retiree.goto('/my/history?on=2027-01-31');
  await expect(retiree.getByText('Valley HMO').first()).toBeVisible();
  await retiree.goto('/my/history?on=2027-02-01');
  await expect(retiree.getByText('Senior Supplement').first()).toBeVisible();
  await expect(retiree.getByText('Valley HMO')).toHaveCount(0);

  const office = await signedIn(browser, 'retirement');
  await office.goto('/offices');
  await expect(office.locator('body')).not.toContainText('1EG4');

  // It was somebody else's card: all of it is taken back, by a submission of its own.
  await desk.goto(`/desk/submissions/${reference}`);
  await desk.getByText('Take this back').first().click();
  await desk.locator('textarea[name="because"]').fill('The card of another Lorraine');
  await desk.getByRole('button', { name: 'Look at the effects' }).click();
  await expect(desk).toHaveURL(/\/desk\/submissions\/CO-/);
  await expect(desk.getByText('The card of another Lorraine')).toBeVisible();
  await sound(desk, 'medicare-taken-back');
  await approve(desk, new URL(desk.url()).pathname.split('/').pop() ?? '');
  await retiree.goto('/my/history?on=2027-02-01');
  await expect(retiree.getByText('Valley HMO').first()).toBeVisible();
  await expect(retiree.getByText('Senior Supplement')).toHaveCount(0);
});

test('a family reports a death, and the spouse and the disabled child go on', async ({ browser }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const family = await context.newPage();
  await family.goto('/retirees');
  await family.getByRole('link', { name: 'When somebody dies' }).click();
  await family.getByRole('button', { name: 'Send to the benefits office' }).click();
  await expect(family.getByText('Enter the name of who has died.').first()).toBeVisible();
  await family.getByLabel('Who has died?').fill('Augustin Delacroix');
  await family.getByLabel('On which day?').fill('11/20/2026');
  await family.getByLabel('Your name').fill('Noelle Delacroix');
  await family.getByLabel('How do we reach you?', { exact: false }).fill('413-555-0134');
  await family.getByRole('button', { name: 'Send to the benefits office' }).click();
  await expect(family.getByText('Thank you. We have it.')).toBeVisible();
  await fits(family, 'death-reported');

  const desk = await signedIn(browser, 'coordinator');
  await desk.goto('/desk/deaths');
  await expect(desk.getByRole('heading', { name: 'Augustin Delacroix' })).toBeVisible();
  await sound(desk, 'deaths');
  const number = 'R00021';
  await desk.goto(`/desk/people/${number}`);
  await desk.getByRole('link', { name: 'Record a death' }).click();
  await desk.getByLabel('On which day?').fill('11/20/2026');
  await desk.getByRole('button', { name: 'Show what it does' }).click();
  await expect(desk.getByText('Coverage goes on through November 30, 2026.')).toBeVisible();
  await expect(desk.getByText('Valley HMO, individual plus one (Remy Delacroix), $991.09')).toBeVisible();
  await expect(desk.getByText('Dental Basic, individual plus one (Remy Delacroix), $74.03')).toBeVisible();
  await sound(desk, 'death-preview');
  await desk.getByRole('button', { name: 'Send to the queue' }).click();
  await expect(desk).toHaveURL(/\/desk\/submissions\/SU-/);
  const reference = new URL(desk.url()).pathname.split('/').pop() ?? '';
  await sound(desk, 'death-review');
  await approve(desk, reference);

  await desk.goto(`/desk/people/${number}?on=2026-12-01`);
  await expect(desk.locator('#held')).toHaveCount(0);
  await desk.goto('/desk/deaths');
  await desk.getByRole('button', { name: 'Put away' }).first().click();
  await expect(desk.getByRole('heading', { name: 'Augustin Delacroix' })).toHaveCount(0);


  // Noelle is a subscriber now, with Remy, and the pension that pays is still the city's.
  await desk.goto(`/desk/submissions/${reference}`);
  await expect(desk.getByText('Health: Noelle Delacroix')).toBeVisible();
  const office = await signedIn(browser, 'retirement');
  await office.goto('/offices?system=city&on=2026-12-01');
  await expect(office.locator('body')).not.toContainText('Augustin');
});
