// Proof: sent from a telephone, asked for again, sent anew, verified.
import { expect, test } from '@playwright/test';
import { addPerson, cover, fits, report, sendEvent, sendFile, signedIn, signIn, sound } from './support';

test('proof comes from a telephone, is returned, and comes anew', async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await signedIn(browser, 'coordinator');
  await page.setViewportSize({ width: 360, height: 740 });
  const event = await report(page, 'marriage', '11/18/2026');
  await addPerson(page, event, 'Emeric', '9/9/1981', 'spouse');
  await cover(page, event, 'HMO', 'Emeric');
  const first = await sendEvent(page, event, 'Renata Larkham');
  await expect(page.locator('#proof')).toContainText('Marriage certificate');
  await expect(page.locator('#proof')).toContainText('Not sent yet');
  await fits(page, 'receipt-with-proof');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('link', { name: 'Send a document' }).click();
  await sound(page, 'my-documents');
  await page.setViewportSize({ width: 360, height: 740 });

  // What only says that it is a picture is refused, and nothing is kept of it.
  await sendFile(page, 'marriage_certificate', 'Emeric Test', 'certificate.jpg', Buffer.from('%!PS not a picture'));
  await expect(page.locator('.field-error').first()).toBeVisible();
  await expect(page.getByText('You have not sent any documents.')).toBeVisible();
  const photo = await page.screenshot({ type: 'jpeg' });
  await sendFile(page, 'marriage_certificate', 'Emeric Test', 'certificate.jpg', photo);
  await expect(page.getByText('We have your document.')).toBeVisible();
  await expect(page.locator('#documents')).toContainText('Received');

  // Nobody decides on their own; somebody else finds it too dark, and returns what was sent.
  await page.goto(`/desk/submissions/${first}`);
  await expect(page.getByText('Somebody else has to approve this')).toBeVisible();
  const desk = await signedIn(browser, 'second-coordinator');
  await desk.goto('/desk/documents');
  await sound(desk, 'desk-documents');
  await desk.goto(`/desk/submissions/${first}`);
  await desk.getByRole('link', { name: 'Show it beside this' }).click();
  const shown = desk.locator('#viewer img');
  await expect(shown).toBeVisible();
  expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await sound(desk, 'desk-review-viewer');
  await desk.locator('#viewer').getByRole('link', { name: 'Decide about it' }).click();
  await sound(desk, 'desk-document');
  await desk.locator('textarea[name="ask_again_words"]').fill('It is too dark to read.');
  await desk.getByRole('button', { name: 'Ask again' }).click();
  await expect(desk.getByText('The member is asked for a better one.')).toBeVisible();
  await desk.goto(`/desk/submissions/${first}`);
  await desk.locator('textarea[name="return_words"]').fill('Please send the certificate again.');
  await desk.getByRole('button', { name: 'Return for information' }).click();

  await page.goto('/my/documents');
  await expect(page.getByText('It is too dark to read.')).toBeVisible();
  await page.getByRole('link', { name: 'Send a better one' }).click();
  await page.locator('input[name="file"]').setInputFiles({
    name: 'better.png',
    mimeType: 'image/png',
    buffer: await page.screenshot({ type: 'png' }),
  });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText('We have your document.')).toBeVisible();
  await page.goto(`/my/receipts/${first}`);
  await expect(page.getByText('Please send the certificate again.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Change and send again' }).click();
  const second = await sendEvent(page, event, 'Renata Larkham');
  expect(second).not.toBe(first);

  // The better one is part of what was sent anew.
  await desk.goto(`/desk/submissions/${second}`);
  await expect(desk.locator('#proof')).toContainText('Received');
  await desk.locator('a[href*="/desk/documents/"]').last().click();
  await desk.getByRole('button', { name: 'Mark as verified' }).click();
  await expect(desk.getByText('The document is verified.')).toBeVisible();
  await desk.goto(`/desk/submissions/${second}`);
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(desk.getByText('Approved').first()).toBeVisible();
  await page.goto(`/my/receipts/${second}`);
  await expect(page.locator('#proof')).toContainText('Verified');
});

test('a document is sent and deleted without JavaScript @nojs-only', async ({ page }) => {
  await signIn(page, 'survivor');
  await page.goto('/my/documents');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.locator('.error-summary li')).toHaveCount(2);
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
    'base64',
  );
  await sendFile(page, 'medicare_card', 'Dorothy Winterbourne', 'card.png', pixel);
  await expect(page.getByText('We have your document.')).toBeVisible();
  await page.getByRole('button', { name: /^Delete/ }).click();
  await expect(page.getByText('The document is deleted.')).toBeVisible();
});
