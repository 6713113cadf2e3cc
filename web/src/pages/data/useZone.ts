import { useGet } from '@/api/use';

/** The workspace's time zone, on whose clock instants are shown. */
export function useZone(): string {
  return useGet('/workspace').data?.time_zone ?? 'Asia/Shanghai';
}
