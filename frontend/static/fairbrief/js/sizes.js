// How much a file weighs, in the words of the page's language: 12.4 MB, 3 kB; 12,4 Mo, 3 ko. Counted as the server does.
const KB = 1024;
const MB = KB * KB;

export function shownSize(bytes) {
  const [unit, weight] = bytes < MB / 10 ? ["kilobyte", Math.ceil(bytes / KB)] : ["megabyte", bytes / MB];
  const form = { style: "unit", unit, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang, form).format(weight);
}
