import type { Settings } from '@shared/schema/settings.ts';
import { nativeTheme } from 'electron';

/** Menus, dialogs, scroll bars and the page's `prefers-color-scheme` follow the setting. */
export function applyTheme(theme: Settings['theme']): void {
  nativeTheme.themeSource = theme;
}
