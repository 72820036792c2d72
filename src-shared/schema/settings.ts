import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import { ENGINE_WISHES, type EngineWish } from '../model/backends.ts';

export const THEMES = { system: 'System', light: 'Light', dark: 'Dark' } as const;
export type Theme = keyof typeof THEMES;

export const engineWishSchema = z.enum(Object.keys(ENGINE_WISHES) as [EngineWish, ...EngineWish[]]);

/** What is the same for every project. The version is raised, with a migration, when the shape changes. */
export const settingsSchema = z.strictObject({
  version: z.literal(1).default(1),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** The experiment that was open last. */
  experimentId: z.string().nullable().default(null),
  /** Cores that training may take; null: all but one. */
  coreBudget: z.int().min(1).max(LIMITS.threads).nullable().default(null),
  /** What trains. */
  engine: engineWishSchema.default('auto'),
  windowBounds: z
    .strictObject({
      x: z.int().optional(),
      y: z.int().optional(),
      width: z.int().min(640),
      height: z.int().min(480),
    })
    .nullable()
    .default(null),
});
export type Settings = z.infer<typeof settingsSchema>;
