import { useQuery } from '@tanstack/react-query';
import { api } from './api-client.ts';

/** What the server says about itself and about who is logged in. */
export function useServer() {
  return useQuery({ queryKey: ['state'], queryFn: api.state, refetchInterval: 30_000 });
}
