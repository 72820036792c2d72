import type { Settings, Theme } from '@shared/schema/settings.ts';
import type { Client } from '../api/client.ts';

export type ResolvedTheme = 'light' | 'dark';

/** Settings that are the same for every project. */
export class SettingsState {
  theme = $state<Theme>('system');
  private systemIsDark = $state(false);
  private readonly client: Client;

  readonly resolvedTheme: ResolvedTheme = $derived(
    this.theme === 'system' ? (this.systemIsDark ? 'dark' : 'light') : this.theme,
  );

  constructor(client: Client, settings: Settings, system: MediaQueryList) {
    this.client = client;
    this.theme = settings.theme;
    this.systemIsDark = system.matches;
    system.addEventListener('change', () => {
      this.systemIsDark = system.matches;
    });
  }

  /** Shows at once; throws when it cannot be remembered. */
  async chooseTheme(theme: Theme): Promise<void> {
    this.theme = theme;
    await this.client.settingsChange({ theme });
  }
}
