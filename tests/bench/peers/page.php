<?php
// A place's page, or the list of its partners, from the registry's SQLite file: as most sites would write it.
declare(strict_types=1);

const DATE_PATTERNS = [4 => 'y', 7 => 'MMMM y', 10 => 'd MMMM y'];
const STATUSES_OVER = ['terminated', 'expired', 'succeeded', 'upgraded'];
const GROUPS = [
    'active' => ['', 'Partnerships in force'],
    'dormant' => ['Dormant partnerships', 'Nobody has ended these, but no exchange takes place at present.'],
    'suspended' => ['Suspended partnerships', 'These rest by decision. They have not been ended.'],
    'over' => ['Former partnerships', 'These are no longer in force.'],
];
const TERMS = [
    'sister' => 'sister city', 'friendship' => 'friendship city', 'partner' => 'partner city',
    'project' => 'project partnership', 'sister_port' => 'sister port', 'sister_school' => 'sister school',
    'economic' => 'economic partnership', 'network' => 'network',
];
const LOCAL_TERMS = [
    'DE' => ['de', 'Partnerstadt'], 'FR' => ['fr', 'ville jumelée'], 'JP' => ['ja', '姉妹都市'], 'KR' => ['ko', '자매도시'],
    'IT' => ['it', 'città gemellata'], 'PL' => ['pl', 'miasto partnerskie'], 'CZ' => ['cs', 'partnerské město'],
    'CN' => ['zh', '友好城市'], 'ES' => ['es', 'ciudad hermana'], 'BR' => ['pt-BR', 'cidade irmã'], 'SE' => ['sv', 'vänort'],
    'LT' => ['lt', 'miestas partneris'], 'RU' => ['ru', 'город-побратим'],
];
const LANG = 'en';

function h(?string $text): string
{
    return htmlspecialchars((string)$text, ENT_QUOTES, 'UTF-8');
}

function words(string $word): string
{
    return h(str_replace('_', ' ', $word));
}

function rows(PDO $db, string $sql, array $arguments): array
{
    $statement = $db->prepare($sql);
    $statement->execute($arguments);
    return $statement->fetchAll();
}

function rows_in(PDO $db, string $sql, array $ids): array
{
    return $ids ? rows($db, sprintf($sql, implode(',', array_fill(0, count($ids), '?'))), $ids) : [];
}

function country(?string $code): string
{
    return $code === null ? '' : Locale::getDisplayRegion('-' . $code, LANG);
}

function language(string $tag): string
{
    return Locale::getDisplayName($tag, LANG);
}

// Exactly as precise as it is known: 1959, December 1955, 22 February 2019.
function date_text(string $date): string
{
    static $formatters = [];
    $pattern = DATE_PATTERNS[strlen($date)] ?? 'y';
    $formatters[$pattern] ??= new IntlDateFormatter(
        LANG, IntlDateFormatter::NONE, IntlDateFormatter::NONE, 'UTC', null, $pattern);
    return $formatters[$pattern]->format(new DateTime(substr($date . '-01-01', 0, 10), new DateTimeZone('UTC')));
}

function time_element(string $date): string
{
    return '<time datetime="' . h($date) . '">' . h(date_text($date)) . '</time>';
}

function years_since(string $date): int
{
    $years = (int)date('Y') - (int)substr($date, 0, 4);
    return strlen($date) === 10 && substr($date, 5) > date('m-d') ? $years - 1 : $years;
}

function load_partnerships(PDO $db, int $place): array
{
    $partnerships = rows($db, 'SELECT p.* FROM partnerships p JOIN partnership_parties m ON m.partnership_id = p.id
        WHERE m.place_id = ? ORDER BY p.established', [$place]);
    $ids = array_column($partnerships, 'id');
    $parties = rows_in($db, 'SELECT m.partnership_id, m.term, l.id, l.slug, l.name, l.country FROM partnership_parties m
        JOIN places l ON l.id = m.place_id WHERE m.partnership_id IN (%s) ORDER BY m.partnership_id, m.position', $ids);
    $fields = rows_in($db, 'SELECT partnership_id, value FROM partnership_fields WHERE partnership_id IN (%s)
        ORDER BY partnership_id, position', $ids);
    $names = rows_in($db, 'SELECT place_id, lang, text, kind FROM place_names WHERE place_id IN (%s)
        ORDER BY place_id, position', array_values(array_unique(array_column($parties, 'id'))));
    $local = [];
    foreach ($names as $name) {
        if ($name['kind'] === 'official') {
            $local[$name['place_id']] ??= $name;
        }
    }
    $result = [];
    foreach ($partnerships as $partnership) {
        $partnership['fields'] = [];
        $result[$partnership['id']] = $partnership;
    }
    foreach ($fields as $field) {
        $result[$field['partnership_id']]['fields'][] = $field['value'];
    }
    foreach ($parties as $party) {
        $result[$party['partnership_id']]['names'][] = $party['name'];
        if ($party['id'] !== $place) {
            $party['local'] = $local[$party['id']] ?? null;
            $result[$party['partnership_id']]['partner'] = $party;
        }
    }
    $collator = new Collator(LANG);
    usort($result, fn($a, $b) => $collator->compare($a['partner']['name'], $b['partner']['name']));
    return array_column($result, null, 'id');
}

function group_of(array $partnership): string
{
    $status = $partnership['status'];
    return in_array($status, STATUSES_OVER, true) ? 'over' : (isset(GROUPS[$status]) ? $status : 'active');
}

function term_cell(array $p): string
{
    $html = '<span class="sistercity__term">' . h(TERMS[$p['type']] ?? $p['type']) . '</span>';
    $local = LOCAL_TERMS[$p['partner']['country']] ?? null;
    if ($p['type'] === 'sister' && $local) {
        $html .= ' <span class="sistercity__local"><span lang="' . $local[0] . '">' . h($local[1]) . '</span></span>';
    }
    return $html;
}

function since_cell(array $p): string
{
    if ($p['established'] === null) {
        return '<span class="sistercity__unknown">date not recorded</span>';
    }
    if (group_of($p) === 'over') {
        return h(date_text($p['established'])) . ($p['ended'] ? ' – ' . h(date_text($p['ended'])) : '');
    }
    $years = years_since($p['established']);
    $tail = $p['status'] === 'active' && $years > 0 ? " · $years " . ($years === 1 ? 'year' : 'years') : '';
    return 'since ' . time_element($p['established']) . $tail;
}

function note_cell(array $p): string
{
    if ($p['status'] !== 'active') {
        $since = $p['ended'] ? ' since ' . time_element($p['ended']) : '';
        return "<span class=\"sistercity__note\"><span class=\"sistercity__badge sistercity__badge--{$p['status']}\">"
            . words($p['status']) . "$since</span></span>";
    }
    $next = $p['established'] ? (int)(ceil((years_since($p['established']) + 1) / 5) * 5) : 0;
    $year = $next ? (int)substr($p['established'], 0, 4) + $next : 0;
    return $next && $year - (int)date('Y') <= 2
        ? "<span class=\"sistercity__note\"><span class=\"sistercity__milestone\">$next years in $year</span></span>" : '';
}

function partner_row(array $p): string
{
    $partner = $p['partner'];
    $html = '<tr><th scope="row"><a class="sistercity__partner" href="/sistercities/partnerships/' . rawurlencode($p['slug'])
        . '?lang=en">' . h($partner['name']) . '</a>';
    if ($partner['local'] && $partner['local']['text'] !== $partner['name']) {
        $html .= ' <span class="sistercity__local"><span lang="' . h($partner['local']['lang']) . '"'
            . (Locale::getPrimaryLanguage($partner['local']['lang']) === 'ar' ? ' dir="rtl"' : '') . '>'
            . h($partner['local']['text']) . '</span></span>';
    }
    return $html . '</th><td data-label="Country"><span class="sistercity__country" data-country="' . h($partner['country'])
        . '">' . h(country($partner['country'])) . '</span></td><td data-label="Relationship">' . term_cell($p)
        . '</td><td data-label="Established">' . since_cell($p) . '</td><td data-label="Note">' . note_cell($p) . "</td></tr>\n";
}

function partner_tables(array $partnerships, string $heading): string
{
    $groups = [];
    foreach ($partnerships as $partnership) {
        $groups[group_of($partnership)][] = $partnership;
    }
    $html = '';
    foreach (GROUPS as $group => [$title, $explanation]) {
        $members = $groups[$group] ?? [];
        if (!$members) {
            continue;
        }
        $count = count($members);
        $caption = $count . ($count === 1 ? ' partnership' : ' partnerships');
        if ($title) {
            $html .= "<$heading class=\"sistercity__heading\">$title</$heading>\n<p class=\"sistercity__quiet\">$explanation</p>\n";
        } else {
            $caption = "$explanation: $count";
        }
        $html .= "<div class=\"sistercity__fit\">\n<table class=\"sistercity__table\">\n<caption class=\"sistercity__caption\">$caption</caption>\n"
            . '<thead><tr><th scope="col">Partner</th><th scope="col">Country</th><th scope="col">Relationship</th>'
            . "<th scope=\"col\">Established</th><th scope=\"col\">Note</th></tr></thead>\n<tbody>\n"
            . implode('', array_map('partner_row', $members)) . "</tbody>\n</table>\n</div>\n";
    }
    return $html;
}

function fact(string $label, string $html): string
{
    return $html === '' ? '' : "<div class=\"sistercity__fact\"><dt>$label</dt><dd>$html</dd></div>\n";
}

function facts(PDO $db, array $place): string
{
    $names = rows($db, 'SELECT lang, text FROM place_names WHERE place_id = ? ORDER BY position', [$place['id']]);
    $name_list = implode('<br>', array_map(fn($name) => '<span lang="' . h($name['lang']) . '">' . h($name['text'])
        . '</span> <span class="sistercity__details">' . h(language($name['lang'])) . '</span>', $names));
    $number = new NumberFormatter(LANG, NumberFormatter::DECIMAL);
    $population = $place['population'] === null ? '' : h($number->format($place['population']))
        . ($place['population_year'] ? " ({$place['population_year']})" : '');
    $website = $place['website'] ? '<a class="sistercity__address" href="' . h($place['website']) . '">' . h($place['website']) . '</a>' : '';
    return "<dl class=\"sistercity__facts\">\n" . fact('Level', ucfirst(words((string)$place['level'])))
        . fact('Country', '<span class="sistercity__country" data-country="' . h($place['country']) . '">' . h(country($place['country'])) . '</span>')
        . fact('Subdivision', h($place['subdivision'])) . fact('Names', $name_list) . fact('Population', $population)
        . fact('Position', $place['latitude'] === null ? '' : sprintf('%.4f, %.4f', $place['latitude'], $place['longitude']))
        . fact('Website', $website) . "</dl>\n";
}

function lead(array $place, array $partnerships): string
{
    $active = array_filter($partnerships, fn($p) => group_of($p) === 'active');
    $countries = count(array_unique(array_map(fn($p) => $p['partner']['country'], $active)));
    $html = '<p class="sistercity__lead">' . h($place['name']) . ' has ' . count($active) . " partners on record. They are in $countries countries.";
    $dated = array_filter($active, fn($p) => $p['established'] !== null);
    if ($dated) {
        $oldest = array_reduce($dated, fn($a, $b) => $a === null || $b['established'] < $a['established'] ? $b : $a);
        $html .= ' The oldest is <a href="/sistercities/places/' . rawurlencode($oldest['partner']['slug']) . '?lang=en">'
            . h($oldest['partner']['name']) . '</a>, since ' . time_element($oldest['established']) . '.';
    }
    return "$html</p>\n";
}

function recent_activities(PDO $db, array $place, array $partnerships): string
{
    $all = rows($db, 'SELECT a.* FROM activities a JOIN partnership_parties m ON m.partnership_id = a.partnership_id
        WHERE m.place_id = ? ORDER BY a.start DESC', [$place['id']]);
    $latest = array_slice($all, 0, 5);
    $fields = [];
    foreach (rows_in($db, 'SELECT activity_id, value FROM activity_fields WHERE activity_id IN (%s) ORDER BY activity_id, position',
            array_column($latest, 'id')) as $field) {
        $fields[$field['activity_id']][] = words($field['value']);
    }
    if (!$latest) {
        return '';
    }
    $html = "<h2 class=\"sistercity__heading\">Recent activities</h2>\n<ul class=\"sistercity__entries\">\n";
    foreach ($latest as $activity) {
        $partnership = $partnerships[$activity['partnership_id']];
        $details = ['<a href="/sistercities/partnerships/' . rawurlencode($partnership['slug']) . '?lang=en">'
            . h(implode(' – ', $partnership['names'])) . '</a>'];
        if ($activity['form']) {
            $details[] = words($activity['form']);
        }
        if (isset($fields[$activity['id']])) {
            $details[] = implode(' and ', $fields[$activity['id']]);
        }
        if ($activity['place']) {
            $details[] = h($activity['place']);
        }
        $html .= '<li class="sistercity__entry sistercity__entry--dated"><span class="sistercity__date">'
            . ($activity['start'] ? time_element($activity['start']) : '') . '</span> <div class="sistercity__happened">'
            . '<a class="sistercity__entry-title" href="/sistercities/activities/' . rawurlencode($activity['slug']) . '?lang=en">'
            . h($activity['title']) . '</a><br><span class="sistercity__details">' . implode(' · ', $details) . "</span></div></li>\n";
    }
    $count = count($all);
    return "$html</ul>\n<p class=\"sistercity__all\"><a href=\"/sistercities/places/" . rawurlencode($place['slug'])
        . "/activities?lang=en\">See all $count activities</a></p>\n";
}

function timeline_events(PDO $db, array $place, array $partnerships): array
{
    $events = [];
    $signed = [];
    $of_place = 'JOIN partnership_parties m ON m.partnership_id = t.partnership_id WHERE m.place_id = ?';
    foreach (rows($db, "SELECT t.* FROM agreements t $of_place", [$place['id']]) as $agreement) {
        $signed[$agreement['partnership_id']] = true;
        $events[] = [$agreement['date'], $agreement['partnership_id'], '<a href="/sistercities/agreements/'
            . rawurlencode($agreement['slug']) . '?lang=en">' . ucfirst(words($agreement['title'] ?? $agreement['kind'] . ' agreement')) . '</a>'];
    }
    foreach (rows($db, "SELECT t.* FROM steps t $of_place", [$place['id']]) as $step) {
        $events[] = [$step['date'], $step['partnership_id'], '<span class="sistercity__kind">' . words($step['status']) . '</span> '
            . h($step['body']) . '<div class="sistercity__reason"><p>' . h($step['reason']) . "</p>\n</div>"];
    }
    foreach (rows($db, "SELECT t.* FROM gifts t $of_place", [$place['id']]) as $gift) {
        $events[] = [$gift['date'], $gift['partnership_id'], '<span class="sistercity__kind">gift</span> ' . h($gift['object'])];
    }
    foreach ($partnerships as $partnership) {
        if (!isset($signed[$partnership['id']])) {
            $events[] = [$partnership['established'], $partnership['id'], '<span class="sistercity__kind">partnership established</span>'];
        }
    }
    $events = array_filter($events, fn($event) => $event[0] !== null);
    usort($events, fn($a, $b) => strcmp($b[0], $a[0]));
    return $events;
}

function timeline(PDO $db, array $place, array $partnerships): string
{
    $html = "<h2 class=\"sistercity__heading\">Timeline</h2>\n";
    $decade = '';
    foreach (timeline_events($db, $place, $partnerships) as [$date, $id, $what]) {
        if (substr($date, 0, 3) !== $decade) {
            $html .= $decade === '' ? '' : "</ol>\n";
            $decade = substr($date, 0, 3);
            $html .= "<h3 class=\"sistercity__heading\">{$decade}0s</h3>\n<ol class=\"sistercity__timeline\">\n";
        }
        $partnership = $partnerships[$id];
        $html .= '<li class="sistercity__event"><span class="sistercity__date">' . time_element($date)
            . '</span> <div class="sistercity__happened"><a href="/sistercities/partnerships/' . rawurlencode($partnership['slug']) . '?lang=en">'
            . h($partnership['partner']['name']) . "</a> $what</div></li>\n";
    }
    return $decade === '' ? '' : "$html</ol>\n";
}

function page(string $title, string $path, string $name, string $content, string $modified): string
{
    $title = h($title);
    $changed = time_element(substr($modified, 0, 10));
    return <<<HTML
        <!DOCTYPE html>
        <html lang="en" dir="ltr" class="sistercity-page">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>$title</title>
        <link rel="stylesheet" href="/sistercities/sistercity.css">
        <link rel="canonical" href="http://127.0.0.1$path">
        <link rel="alternate" hreflang="en" href="http://127.0.0.1$path?lang=en">
        <link rel="alternate" hreflang="lt" href="http://127.0.0.1$path?lang=lt">
        <link rel="alternate" hreflang="ja" href="http://127.0.0.1$path?lang=ja">
        </head>
        <body>
        <a class="sistercity-page__skip" href="#content">Skip to the content</a>
        <header class="sistercity-page__header">
        <p><a href="/sistercities/?lang=en">Sister cities and partnerships</a></p>
        </header>
        <main id="content" tabindex="-1">
        <section class="sistercity sistercity-$name" lang="en" dir="ltr" aria-label="$title">
        <h1 class="sistercity__title">$title</h1>
        $content<footer class="sistercity__foot">
        <p class="sistercity__downloads">The same as data: <a href="$path.json?lang=en" type="application/json">JSON</a> <a href="$path.csv?lang=en" type="text/csv">CSV</a></p>
        <p class="sistercity__cite">To cite this page: <cite>$title</cite>, <span class="sistercity__address">http://127.0.0.1$path</span></p>
        </footer>
        </section>
        </main>
        <footer class="sistercity-page__footer"><p>Last change of the registry: $changed</p></footer>
        </body>
        </html>

        HTML;
}

$db = new PDO('sqlite:' . getenv('BENCH_REGISTRY'), null, null, [
    PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
    PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
]);
$place = rows($db, 'SELECT * FROM places WHERE slug = ?', [$_GET['place'] ?? ''])[0] ?? null;
if ($place === null) {
    http_response_code(404);
    exit('No such place.');
}
$modified = rows($db, 'SELECT modified FROM registry', [])[0]['modified'];
$partnerships = load_partnerships($db, $place['id']);
$path = '/sistercities/places/' . rawurlencode($place['slug']);
header('Content-Type: text/html; charset=utf-8');
if (($_GET['part'] ?? '') === 'partners') {
    echo page("Partners of {$place['name']}", "$path/partners", 'partners', partner_tables($partnerships, 'h2')
        . "<p class=\"sistercity__all\"><a href=\"$path?lang=en\">Everything about " . h($place['name']) . "</a></p>\n", $modified);
    exit;
}
echo page($place['name'], $path, 'place', lead($place, $partnerships) . facts($db, $place)
    . "<h2 class=\"sistercity__heading\">Partners</h2>\n" . partner_tables($partnerships, 'h3')
    . recent_activities($db, $place, $partnerships) . timeline($db, $place, $partnerships), $modified);
