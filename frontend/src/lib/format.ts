const LOCALE = 'en';

const whole = new Intl.NumberFormat(LOCALE);

/** 1300 -> "1,300" */
export function count(value: number): string {
  return whole.format(value);
}

/** "1 message", "2 messages" */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const full = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'long' });
const timeOfDay = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hour12: false });
const dayOfYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });
const moment = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

export const fullDate = (instant: string) => full.format(new Date(instant));
export const clock = (instant: string) => timeOfDay.format(new Date(instant));
export const clockOf = (at: number) => timeOfDay.format(new Date(at));
export const dateAndTime = (instant: string) => moment.format(new Date(instant));

/** As mail lists show dates: the time if today, the day if this year, otherwise the date. */
export function listDate(instant: string, now: number): string {
  const then = new Date(instant);
  const today = new Date(now);
  if (then.toDateString() === today.toDateString()) return timeOfDay.format(then);
  return then.getFullYear() === today.getFullYear() ? dayOfYear.format(then) : day.format(then);
}

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'always' });

/** "12 seconds ago", "in 3 minutes". A date if it is more than a month away. */
export function fromNow(instant: string, now: number): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 5) return 'just now';
  if (size < 60) return relative.format(seconds, 'second');
  if (size < 3600) return relative.format(Math.trunc(seconds / 60), 'minute');
  if (size < 86_400) return relative.format(Math.trunc(seconds / 3600), 'hour');
  if (size < 30 * 86_400) return relative.format(Math.trunc(seconds / 86_400), 'day');
  return day.format(new Date(instant));
}

/** "just now", "4 s ago", "3 min ago"; in words if it is a day or more. */
export function shortAgo(instant: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000));
  if (seconds === 0) return 'just now';
  return seconds < 86_400 ? `${span(seconds)} ago` : fromNow(instant, now);
}

/** The end of a stretch of time: "20:11" today, "3 Nov, 20:11" before that. */
export function upTo(instant: string, now: number): string {
  const today = new Date(now).toDateString() === new Date(instant).toDateString();
  return today ? clock(instant) : `${listDate(instant, now)}, ${clock(instant)}`;
}

/** How long until an instant, rounded up: "45 s", "3 min", "2 h 5 min"; "0 s" once it has passed. */
export function timeLeft(instant: string, now: number): string {
  return span(Math.max(0, Math.ceil((Date.parse(instant) - now) / 1000)));
}

export function span(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${rest} min` : ''}`;
}

const UNITS = ['B', 'KB', 'MB', 'GB'];

/** 48213 -> "47 KB" */
export function bytes(size: number): string {
  let value = size;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

/** The seconds of an ISO-8601 duration such as PT5M or PT1H30M. */
export function durationSeconds(iso: string): number {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso);
  if (!found) return 0;
  const [, days, hours, minutes, seconds] = found.map((part) => Number(part ?? 0));
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}

/** "5 minutes", "1 hour 30 minutes", "1 day" */
export function durationWords(iso: string): string {
  const seconds = durationSeconds(iso);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor((seconds % 86_400) / 3600), 'hour'],
    [Math.floor((seconds % 3600) / 60), 'minute'],
    [seconds % 60, 'second'],
  ];
  return (
    parts
      .filter(([value]) => value > 0)
      .map(([value, unit]) => counted(value, unit))
      .join(' ') || iso
  );
}
