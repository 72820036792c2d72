import { ACTION_IDS, ACTIONS } from '@shared/ipc/actions.ts';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { menuTemplate } from '../../../../src-main/app/menu-template.ts';

const PLATFORMS = ['linux', 'darwin', 'win32'] as const;

/** Every entry of every menu, with the menu it stands in. */
function entries(template: MenuItemConstructorOptions[]) {
  return template.flatMap(({ label, submenu }) =>
    (Array.isArray(submenu) ? submenu : []).map((item) => ({ menu: label, item })),
  );
}

describe.each(PLATFORMS)('the menu on %s', (platform) => {
  const choose = vi.fn();
  const all = entries(menuTemplate(choose, platform, false));

  it.each(ACTION_IDS)('shows %s where the table says, and chooses it', (id) => {
    const found = all.filter(({ item }) => item.id === id);
    expect(found).toHaveLength(1);
    const { menu, item } = found[0]!;
    expect({ menu, label: item.label, keys: item.accelerator }).toEqual({ ...ACTIONS[id] });
    (item.click as () => void)();
    expect(choose).toHaveBeenLastCalledWith(id);
  });

  it('leaves the keys of every action to the window', () => {
    for (const { item } of all) if (item.id !== undefined) expect(item.registerAccelerator).toBe(false);
  });

  it('has developer tools in development only', () => {
    const roles = (isDevelopment: boolean) =>
      entries(menuTemplate(choose, platform, isDevelopment)).map(({ item }) => item.role);
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(false)).not.toContain('reload');
    expect(roles(true)).toContain('toggleDevTools');
  });
});
