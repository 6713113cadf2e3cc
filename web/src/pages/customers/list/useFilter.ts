import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { CustomerFilter } from '@/api/customers';
import { filterOf } from '../filter';

/** Writes the filter into the address: the change is added to what is there, or stands alone. */
export function useFilter(): { change: (change: CustomerFilter, alone?: boolean) => void } {
  const navigate = useNavigate();
  const change = useCallback(
    (part: CustomerFilter, alone = false) =>
      void navigate({
        to: '/customers',
        search: (before) => filterOf({ ...(alone ? {} : before), ...part }),
        replace: true,
      }),
    [navigate],
  );
  return { change };
}
