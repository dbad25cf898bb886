import { useEffect, useRef, type RefObject } from 'react';
import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { SettingSection, SettingsReply } from '../../src/http/api.ts';
import { api, ApiProblem } from '../api-client.ts';
import { useToast } from '../components/toast.tsx';
import { useLanguage } from '../language.tsx';

export function useSettings() {
  return useQuery({ queryKey: ['settings'], queryFn: api.settings });
}

/** Takes a change back, and says so. */
export function useUndo(): (change: number) => void {
  const { settings } = useLanguage().words;
  const show = useToast();
  const refresh = useRefresh();
  const undo = useMutation({
    mutationFn: api.undoSetting,
    onSuccess: async () => {
      show({ text: settings.undone });
      await refresh();
    },
  });
  return undo.mutate;
}

/**
 * Sends a section, as a whole; then a word about it, with the way back. `said`: in the place of that it is saved. `onTaken` is
 * called also where the answer takes away what asked; what `mutate` is given would not be.
 */
export function useSave(section: SettingSection, onTaken?: () => void): UseMutationResult<SettingsReply, Error, Sending> {
  const { settings } = useLanguage().words;
  const show = useToast();
  const undo = useUndo();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ value }: Sending) => api.changeSetting(section, value),
    onSuccess: async ({ change }, { said }) => {
      onTaken?.();
      await refresh();
      if (change === null) show({ text: settings.nothingNew });
      else show({ text: said ?? settings.saved, undo: () => undo(change) });
    },
  });
}

interface Sending {
  readonly value: unknown;
  readonly said?: string;
}

/** The field that was not taken; null: none, or it was something else. */
export function wrongField(error: Error | null): string | null {
  return error instanceof ApiProblem ? error.field : null;
}

/** Leads whoever sent a form to the field that was not taken. */
export function useFocusOnWrong(error: Error | null): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return form;
}

function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all(['settings', 'state', 'packs'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
}
