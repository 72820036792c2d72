import { expect } from '@playwright/test';
import { test } from './helpers/app.ts';
import { openStage } from './helpers/window.ts';

test('a learning rate is found and used, and the gradients are right, with the keyboard alone', async ({
  workbench: app,
}) => {
  const { page } = app;
  await openStage(page, 'Train');
  const settings = page.getByRole('region', { name: 'Settings' });

  const find = settings.getByRole('button', { name: 'Find a learning rate' });
  await find.focus();
  await page.keyboard.press('Enter');
  await expect(settings.getByRole('status')).toContainText('The loss falls fastest near a learning rate of');
  await expect(settings.getByRole('img', { name: /^Loss against learning rate/ })).toBeVisible();
  const use = settings.getByRole('button', { name: /^Use 0\.\d+$/ });
  const rate = (await use.textContent())!.trim().replace('Use ', '');
  await use.focus();
  await page.keyboard.press('Enter');
  await expect(settings.getByRole('textbox', { name: 'Learning rate' })).toHaveValue(rate);
  await expect(find).toBeFocused();

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(settings.getByRole('status')).toContainText('The gradients are right');
  await expect(settings.getByRole('row', { name: /passed$/ })).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(settings.getByRole('table')).toHaveCount(0);
  await expect(settings.getByRole('button', { name: 'Check gradients' })).toBeFocused();
  await app.expectClean();
});

test('a click right after typing reaches its button, and says what is wrong with what was typed', async ({
  workbench: app,
}) => {
  const { page } = app;
  await openStage(page, 'Train');
  const settings = page.getByRole('region', { name: 'Settings' });
  await settings.getByRole('textbox', { name: 'Learning rate' }).fill('much');
  await settings.getByRole('button', { name: 'Find a learning rate' }).click();
  await expect(settings.getByRole('status')).toHaveText(/^Learning rate: Must be a number above 0/);
  await app.expectClean();
});
