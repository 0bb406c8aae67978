<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AgreementText</name>
    <message>
        <source>other</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>a box</source>
        <translation>ein Rahmen</translation>
    </message>
    <message>
        <source>no box</source>
        <translation>kein Rahmen</translation>
    </message>
    <message>
        <source>no words</source>
        <translation>keine Wörter</translation>
    </message>
    <message>
        <source>IoU %1</source>
        <translation>IoU %1</translation>
    </message>
    <message>
        <source>%1 agree</source>
        <translation>%1 stimmen überein</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <extracomment>the code of the language itself, which names of months follow</extracomment>
        <translation>de</translation>
    </message>
</context>
<context>
    <name>LayoutStore</name>
    <message>
        <source>The layout %1 is of a later version of this program; it is left out.</source>
        <translation>Die Anordnung %1 stammt aus einer neueren Version dieses Programms; sie wird ausgelassen.</translation>
    </message>
    <message>
        <source>A saved layout cannot be read; it is left out. %1</source>
        <translation>Eine gespeicherte Anordnung ist nicht lesbar; sie wird ausgelassen. %1</translation>
    </message>
    <message>
        <source>The arrangement that was shown last is of another version of this program; it is left out.</source>
        <translation>Die zuletzt gezeigte Anordnung stammt aus einer anderen Version dieses Programms; sie wird ausgelassen.</translation>
    </message>
</context>
<context>
    <name>LiveText</name>
    <message>
        <source>%1 failed</source>
        <translation>%1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 –</source>
        <translation>%1 –</translation>
    </message>
    <message>
        <source>%1 ~%2</source>
        <translation>%1 ~%2</translation>
    </message>
    <message>
        <source>%1 ~%2, %3&#x2009;% sure</source>
        <translation>%1 ~%2, zu&#x2009;%3&#x2009;% sicher</translation>
    </message>
    <message>
        <source>stopped after %1 frames; what is finished is kept</source>
        <translation>nach %1 Frames angehalten; Fertiges bleibt erhalten</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 Frames</translation>
    </message>
</context>
<context>
    <name>OutcomeText</name>
    <message>
        <source>run</source>
        <translation>ausgeführt</translation>
    </message>
    <message>
        <source>predicted, right</source>
        <translation>vorhergesagt, richtig</translation>
    </message>
    <message>
        <source>predicted, wrong</source>
        <translation>vorhergesagt, falsch</translation>
    </message>
    <message>
        <source>re-used, right</source>
        <translation>wiederverwendet, richtig</translation>
    </message>
    <message>
        <source>re-used, wrong</source>
        <translation>wiederverwendet, falsch</translation>
    </message>
    <message>
        <source>predicted by the method, right</source>
        <translation>von der Methode vorhergesagt, richtig</translation>
    </message>
    <message>
        <source>predicted by the method, wrong</source>
        <translation>von der Methode vorhergesagt, falsch</translation>
    </message>
    <message>
        <source>no output</source>
        <translation>keine Ausgabe</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>vorhergesagt</translation>
    </message>
    <message>
        <source>re-used</source>
        <translation>wiederverwendet</translation>
    </message>
</context>
<context>
    <name>OutputText</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>no words</source>
        <translation>keine Wörter</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Alt</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>Bild ab</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Auf</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ab</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rück</translation>
    </message>
</context>
<context>
    <name>Replay</name>
    <message>
        <source>is being evaluated…</source>
        <translation>wird ausgewertet…</translation>
    </message>
    <message>
        <source>is not evaluated yet</source>
        <translation>noch nicht ausgewertet</translation>
    </message>
</context>
<context>
    <name>ReplayText</name>
    <message>
        <source>, nothing run</source>
        <translation>, nichts läuft</translation>
    </message>
    <message>
        <source>, {} run</source>
        <translation>, läuft: {}</translation>
    </message>
</context>
<context>
    <name>StudyText</name>
    <message>
        <source>%1&#x2009;%</source>
        <translation>%1&#x2009;%</translation>
    </message>
    <message>
        <source>%1; the line in a bar: %2</source>
        <translation>%1; Strich im Balken: %2</translation>
    </message>
    <message>
        <source>at a budget of %1</source>
        <translation>bei einem Budget von %1</translation>
    </message>
    <message>
        <source>each pair of boxes</source>
        <translation>jedes Paar von Boxen</translation>
    </message>
    <message>
        <source>All figures</source>
        <translation>Alle Zahlen</translation>
    </message>
    <message>
        <source>Laid out</source>
        <translation>Aufbereitet</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>95 % from</source>
        <translation>95 % von</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>Brier</source>
        <translation>Brier</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>GPU from</source>
        <translation>GPU aus</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>P1 predicts</source>
        <translation>P1 sagt vorher</translation>
    </message>
    <message>
        <source>P1</source>
        <translation>P1</translation>
    </message>
    <message>
        <source>P2 is predicted</source>
        <translation>P2 vorhergesagt</translation>
    </message>
    <message>
        <source>Pearson</source>
        <translation>Pearson</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>adapter</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <source>after prefix</source>
        <translation>nach Präfix</translation>
    </message>
    <message>
        <source>all others p50</source>
        <translation>alle anderen p50</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>höchstens</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>begin</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>begins</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>best</source>
        <translation>bestes</translation>
    </message>
    <message>
        <source>best epoch</source>
        <translation>beste Epoche</translation>
    </message>
    <message>
        <source>best source</source>
        <translation>beste Quelle</translation>
    </message>
    <message>
        <source>box itself</source>
        <translation>Box selbst</translation>
    </message>
    <message>
        <source>box memory</source>
        <translation>Speicher der Box</translation>
    </message>
    <message>
        <source>box p95</source>
        <translation>p95 der Box</translation>
    </message>
    <message>
        <source>box takes times</source>
        <translation>Box braucht das …fache</translation>
    </message>
    <message>
        <source>box</source>
        <translation>Box</translation>
    </message>
    <message>
        <source>budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>calibration error</source>
        <translation>Kalibrierungsfehler</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>chance from</source>
        <translation>Wahrsch. von</translation>
    </message>
    <message>
        <source>chance of being right</source>
        <translation>Wahrsch., richtig zu sein</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>chosen by</source>
        <translation>gewählt von</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>diff high</source>
        <translation>Diff. oben</translation>
    </message>
    <message>
        <source>diff low</source>
        <translation>Diff. unten</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>drawn from</source>
        <translation>gezogen aus</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>ensemble p</source>
        <translation>Ensemble-p</translation>
    </message>
    <message>
        <source>ensemble</source>
        <translation>Ensemble</translation>
    </message>
    <message>
        <source>every</source>
        <translation>jeder</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>exakt</translation>
    </message>
    <message>
        <source>executions</source>
        <translation>Ausführungen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschl.</translation>
    </message>
    <message>
        <source>figure</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>first</source>
        <translation>erster</translation>
    </message>
    <message>
        <source>forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>found best</source>
        <translation>bestes gefunden</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>Frame</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>from all</source>
        <translation>aus allen</translation>
    </message>
    <message>
        <source>gain high</source>
        <translation>Gewinn oben</translation>
    </message>
    <message>
        <source>gain low</source>
        <translation>Gewinn unten</translation>
    </message>
    <message>
        <source>high</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>inner rows</source>
        <translation>innere Zeilen</translation>
    </message>
    <message>
        <source>it says</source>
        <translation>es sagt</translation>
    </message>
    <message>
        <source>its high</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>its lift</source>
        <translation>Gewinn</translation>
    </message>
    <message>
        <source>its low</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>its p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>its time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>learnt</source>
        <translation>gelernt</translation>
    </message>
    <message>
        <source>length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>lift high</source>
        <translation>Gewinn oben</translation>
    </message>
    <message>
        <source>lift low</source>
        <translation>Gewinn unten</translation>
    </message>
    <message>
        <source>lift</source>
        <translation>Gewinn</translation>
    </message>
    <message>
        <source>load</source>
        <translation>laden</translation>
    </message>
    <message>
        <source>loads</source>
        <translation>Ladungen</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>low</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>made</source>
        <translation>erstellt</translation>
    </message>
    <message>
        <source>mean chance</source>
        <translation>mittlere Wahrsch.</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>gemessen</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>memory from</source>
        <translation>Speicher aus</translation>
    </message>
    <message>
        <source>method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>metric</source>
        <translation>Maß</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>more than the mean</source>
        <translation>mehr als das Mittel</translation>
    </message>
    <message>
        <source>ms a run</source>
        <translation>ms je Lauf</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>native metric</source>
        <translation>eigenes Maß</translation>
    </message>
    <message>
        <source>native sd</source>
        <translation>eigenes Maß, sd</translation>
    </message>
    <message>
        <source>native</source>
        <translation>eigenes Maß</translation>
    </message>
    <message>
        <source>nets</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>no output</source>
        <translation>keine Ausgabe</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>of the mean</source>
        <translation>des Mittels</translation>
    </message>
    <message>
        <source>one link p50</source>
        <translation>eine Verknüpfung p50</translation>
    </message>
    <message>
        <source>outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>output accuracy</source>
        <translation>Ausgabegenauigkeit</translation>
    </message>
    <message>
        <source>p high</source>
        <translation>p oben</translation>
    </message>
    <message>
        <source>p low</source>
        <translation>p unten</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p95 sd</source>
        <translation>p95 sd</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>part</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>predictions</source>
        <translation>Vorhersagen</translation>
    </message>
    <message>
        <source>prefix</source>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>prior</source>
        <translation>Prior</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>r with lift</source>
        <translation>r mit Gewinn</translation>
    </message>
    <message>
        <source>r with p</source>
        <translation>r mit p</translation>
    </message>
    <message>
        <source>r</source>
        <translation>r</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>region</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>repeats</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>run</source>
        <translation>ausgeführt</translation>
    </message>
    <message>
        <source>runs in</source>
        <translation>läuft in</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>says</source>
        <translation>sagt</translation>
    </message>
    <message>
        <source>sd</source>
        <translation>sd</translation>
    </message>
    <message>
        <source>selector</source>
        <translation>Auswahlverfahren</translation>
    </message>
    <message>
        <source>setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>share of the box&apos;s time</source>
        <translation>Anteil an der Zeit der Box</translation>
    </message>
    <message>
        <source>share right</source>
        <translation>Anteil richtig</translation>
    </message>
    <message>
        <source>share without output</source>
        <translation>Anteil ohne Ausgabe</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>gezeigt</translation>
    </message>
    <message>
        <source>source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>test rows</source>
        <translation>Testzeilen</translation>
    </message>
    <message>
        <source>tested</source>
        <translation>getestet</translation>
    </message>
    <message>
        <source>their size</source>
        <translation>ihre Größe</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>time from</source>
        <translation>Zeit aus</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>to mlink</source>
        <translation>zu mlink</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>unload</source>
        <translation>entladen</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>what is run</source>
        <translation>was läuft</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>why</source>
        <translation>warum</translation>
    </message>
    <message>
        <source>with it</source>
        <translation>mit ihr</translation>
    </message>
    <message>
        <source>before</source>
        <translation>davor</translation>
    </message>
    <message>
        <source>with loading</source>
        <translation>mit Laden</translation>
    </message>
    <message>
        <source>worst</source>
        <translation>schlechtestes</translation>
    </message>
    <message>
        <source>|r| with lift</source>
        <translation>|r| mit Gewinn</translation>
    </message>
    <message>
        <source>|r| with p</source>
        <translation>|r| mit p</translation>
    </message>
    <message>
        <source>Black boxes</source>
        <translation>Black Boxes</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Periods</source>
        <translation>Perioden</translation>
    </message>
    <message>
        <source>Live run of %1 frames at %2</source>
        <translation>Live-Lauf über %1 Frames bei %2</translation>
    </message>
    <message>
        <source>time a frame</source>
        <translation>Zeit je Frame</translation>
    </message>
    <message>
        <source>time a frame after prefixes</source>
        <translation>Zeit je Frame nach Präfixen</translation>
    </message>
    <message>
        <source>p50, p95, p99 after prefixes</source>
        <translation>p50, p95, p99 nach Präfixen</translation>
    </message>
    <message>
        <source>executions, of all boxes</source>
        <translation>Ausführungen, aller Boxen</translation>
    </message>
    <message>
        <source>executions after prefixes</source>
        <translation>Ausführungen nach Präfixen</translation>
    </message>
    <message>
        <source>time saved against all boxes</source>
        <translation>Zeit gespart gegenüber allen Boxen</translation>
    </message>
    <message>
        <source>loading, a frame</source>
        <translation>Laden, je Frame</translation>
    </message>
    <message>
        <source>memory taken by boxes</source>
        <translation>von Boxen belegter Speicher</translation>
    </message>
    <message>
        <source>memory of the GPU</source>
        <translation>Speicher der GPU</translation>
    </message>
    <message>
        <source>memory of the process, most</source>
        <translation>Speicher des Prozesses, höchstens</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>≈ prior</source>
        <translation>≈ Prior</translation>
    </message>
    <message>
        <source>above prior</source>
        <translation>über dem Prior</translation>
    </message>
    <message>
        <source>below prior</source>
        <translation>unter dem Prior</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>too few frames to say</source>
        <translation>zu wenige Frames dafür</translation>
    </message>
    <message>
        <source>no: nothing to go by, or one chance for all</source>
        <translation>nein: kein Anhaltspunkt oder eine Wahrscheinlichkeit für alle</translation>
    </message>
    <message>
        <source>no: not told from their mean</source>
        <translation>nein: nicht von ihrem Mittel zu unterscheiden</translation>
    </message>
    <message>
        <source>dominance</source>
        <translation>Dominanz</translation>
    </message>
    <message>
        <source>assistance</source>
        <translation>Unterstützung</translation>
    </message>
    <message>
        <source>neither</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>eingegeben</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>≠ differs</source>
        <translation>≠ anders</translation>
    </message>
    <message>
        <source>Link sets</source>
        <translation>Verknüpfungssätze</translation>
    </message>
    <message>
        <source>Replays</source>
        <translation>Replays</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Studien</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Methoden</translation>
    </message>
    <message>
        <source>Live runs</source>
        <translation>Live-Läufe</translation>
    </message>
    <message>
        <source>Imports</source>
        <translation>Importe</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>link set</source>
        <translation>Verknüpfungssatz</translation>
    </message>
    <message>
        <source>unfinished training</source>
        <translation>unfertiges Training</translation>
    </message>
    <message>
        <source>replay</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>study %1</source>
        <translation>Studie %1</translation>
    </message>
    <message>
        <source>trained method</source>
        <translation>trainierte Methode</translation>
    </message>
    <message>
        <source>live run</source>
        <translation>Live-Lauf</translation>
    </message>
    <message>
        <source>import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>an unfinished training</source>
        <translation>ein unfertiges Training</translation>
    </message>
    <message>
        <source>stopped; the next training goes on</source>
        <translation>angehalten; das nächste Training setzt fort</translation>
    </message>
    <message>
        <source>stopped; making it again goes on</source>
        <translation>angehalten; Wiederholen setzt fort</translation>
    </message>
    <message>
        <source>stopped, %1 frames</source>
        <translation>angehalten, %1 Frames</translation>
    </message>
    <message>
        <source>%1 in time, seed %2, %3 epochs</source>
        <translation>%1 in der Zeit, Seed %2, %3 Epochen</translation>
    </message>
    <message>
        <source>%1 in whole files, seed %2, %3 epochs</source>
        <translation>%1 in ganzen Dateien, Seed %2, %3 Epochen</translation>
    </message>
    <message>
        <source>%1 in time</source>
        <translation>%1 in der Zeit</translation>
    </message>
    <message>
        <source>%1 in whole files</source>
        <translation>%1 in ganzen Dateien</translation>
    </message>
    <message>
        <source>%1, best by validation</source>
        <translation>%1, beste nach Validierung</translation>
    </message>
    <message>
        <source>%1, %2 methods, one period</source>
        <translation>%1, %2 Methoden, eine Periode</translation>
    </message>
    <message>
        <source>%1, %2 method, one period</source>
        <translation>%1, %2 Methode, eine Periode</translation>
    </message>
    <message>
        <source>%1, %2 methods, periods of %3</source>
        <translation>%1, %2 Methoden, Perioden von %3</translation>
    </message>
    <message>
        <source>%1, %2 method, periods of %3</source>
        <translation>%1, %2 Methode, Perioden von %3</translation>
    </message>
    <message>
        <source>%1, %2 source</source>
        <translation>%1, %2 Quelle</translation>
    </message>
    <message>
        <source>%1, %2 sources</source>
        <translation>%1, %2 Quellen</translation>
    </message>
    <message>
        <source>%1, %2 repeat, seed %3</source>
        <translation>%1, %2 Wiederholung, Seed %3</translation>
    </message>
    <message>
        <source>%1, %2 repeats, seed %3</source>
        <translation>%1, %2 Wiederholungen, Seed %3</translation>
    </message>
    <message>
        <source>%1, trained on %2 rows, seed %3</source>
        <translation>%1, trainiert auf %2 Zeilen, Seed %3</translation>
    </message>
    <message>
        <source>periods of %1</source>
        <translation>Perioden von %1</translation>
    </message>
    <message>
        <source>one period</source>
        <translation>eine Periode</translation>
    </message>
    <message>
        <source>mean lift</source>
        <translation>mittl. Gewinn</translation>
    </message>
    <message>
        <source>mean lift over the prior</source>
        <translation>mittlerer Gewinn gegenüber Prior</translation>
    </message>
    <message>
        <source>The interval is the mean of the links&apos; ends: it holds however they go together.</source>
        <translation>Das Intervall ist das Mittel der Enden der Verknüpfungen: Es gilt, wie auch immer sie zusammenhängen.</translation>
    </message>
    <message>
        <source>The interval is the mean of the links&apos; ends.</source>
        <translation>Das Intervall ist das Mittel der Enden der Verknüpfungen.</translation>
    </message>
    <message>
        <source>Output accuracy, mean over the boxes.</source>
        <translation>Ausgabegenauigkeit, Mittel über die Boxen.</translation>
    </message>
    <message>
        <source>Output accuracy on the verified frames.</source>
        <translation>Ausgabegenauigkeit auf den geprüften Frames.</translation>
    </message>
    <message>
        <source>Means of several figures; so are the interval&apos;s ends.</source>
        <translation>Mittel mehrerer Zahlen; ebenso die Enden des Intervalls.</translation>
    </message>
    <message>
        <source>links</source>
        <translation>Verknüpfungen</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>trained on</source>
        <translation>trainiert auf</translation>
    </message>
    <message>
        <source>tested on</source>
        <translation>getestet auf</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>methods</source>
        <translation>Methoden</translation>
    </message>
    <message>
        <source>replayed</source>
        <translation>Replay über</translation>
    </message>
    <message>
        <source>agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>on verified frames</source>
        <translation>auf geprüften Frames</translation>
    </message>
    <message>
        <source>ran on</source>
        <translation>lief auf</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>figures</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Detections need the options that they were imported with.</source>
        <translation>Detektionen brauchen die Optionen, mit denen sie importiert wurden.</translation>
    </message>
    <message>
        <source>Made before %1 was added.</source>
        <translation>Erstellt, bevor %1 hinzukam.</translation>
    </message>
    <message>
        <source>Made before %1 was replaced.</source>
        <translation>Erstellt, bevor %1 ersetzt wurde.</translation>
    </message>
    <message>
        <source>Made with %1, which was removed.</source>
        <translation>Erstellt mit %1, das entfernt wurde.</translation>
    </message>
    <message>
        <source>Trained before %1 was added.</source>
        <translation>Trainiert, bevor %1 hinzukam.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Frames trained</source>
        <translation>Trainierte Frames</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Boxen</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>Prefix counts</source>
        <translation>Präfix zählt</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Verknüpfungen</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>By clip</source>
        <translation>Nach Clips</translation>
    </message>
    <message>
        <source>Split seed</source>
        <translation>Seed der Teilung</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Anteile</translation>
    </message>
    <message>
        <source>No student</source>
        <translation>Ohne Student</translation>
    </message>
    <message>
        <source>Student side</source>
        <translation>Student: Seitenlänge</translation>
    </message>
    <message>
        <source>Student rate</source>
        <translation>Student: Lernrate</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>Vorhersagen</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Gewinn</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Teilung</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>Größen</translation>
    </message>
    <message>
        <source>Ensemble</source>
        <translation>Ensemble</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>Korrelation</translation>
    </message>
    <message>
        <source>Overhead</source>
        <translation>Mehraufwand</translation>
    </message>
    <message>
        <source>Simulation</source>
        <translation>Simulation</translation>
    </message>
    <message>
        <source>Links, ensembles and a KD student by training size (paper: Fig. 2)</source>
        <translation>Verknüpfungen, Ensembles und ein KD-Student nach Trainingsgröße (Paper: Fig. 2)</translation>
    </message>
    <message>
        <source>Every pair, ensemble, prior and verdict (paper: Table 3)</source>
        <translation>Jedes Paar, Ensemble, Prior und Urteil (Paper: Table 3)</translation>
    </message>
    <message>
        <source>Correlation of the labels beside the links&apos; performance (paper: Table 2)</source>
        <translation>Korrelation der Labels neben der Leistung der Verknüpfungen (Paper: Table 2)</translation>
    </message>
    <message>
        <source>Size and one-frame time of links and ensembles (paper: Fig. 3)</source>
        <translation>Größe und Zeit je Frame von Verknüpfungen und Ensembles (Paper: Fig. 3)</translation>
    </message>
    <message>
        <source>How far each selector stays from the best set, on drawn problems; needs no outputs</source>
        <translation>Wie weit jedes Auswahlverfahren vom besten Satz entfernt bleibt, auf gezogenen Problemen; braucht keine Ausgaben</translation>
    </message>
    <message>
        <source>Seed of the first repeat; the others count on</source>
        <translation>Seed der ersten Wiederholung; die anderen zählen weiter</translation>
    </message>
    <message>
        <source>Share of the frames that trains: the first in time</source>
        <translation>Anteil der Frames, der trainiert: zeitlich die ersten</translation>
    </message>
    <message>
        <source>Whole files train and others test, drawn by --split-seed</source>
        <translation>Ganze Dateien trainieren, andere testen, gezogen nach --split-seed</translation>
    </message>
    <message>
        <source>Draws the files that train (--by-clip)</source>
        <translation>Zieht die Dateien, die trainieren (--by-clip)</translation>
    </message>
    <message>
        <source>First shares in time that train</source>
        <translation>Zeitlich erste Anteile, die trainieren</translation>
    </message>
    <message>
        <source>Without the student of knowledge distillation</source>
        <translation>Ohne den Studenten der Wissensdestillation</translation>
    </message>
    <message>
        <source>Side of the student&apos;s pictures, a multiple of 16</source>
        <translation>Seitenlänge der Bilder des Studenten, ein Vielfaches von 16</translation>
    </message>
    <message>
        <source>The student&apos;s learning rate</source>
        <translation>Lernrate des Studenten</translation>
    </message>
    <message>
        <source>Timed predictions a link and repeat</source>
        <translation>Gemessene Vorhersagen je Verknüpfung und Wiederholung</translation>
    </message>
    <message>
        <source>Problems drawn from each distribution, a seed each</source>
        <translation>Gezogene Probleme je Verteilung, je ein Seed</translation>
    </message>
    <message>
        <source>Seed of the first problem</source>
        <translation>Seed des ersten Problems</translation>
    </message>
    <message>
        <source>Boxes of a problem</source>
        <translation>Boxen eines Problems</translation>
    </message>
    <message>
        <source>What an ensemble gains a further source</source>
        <translation>Was ein Ensemble durch eine weitere Quelle gewinnt</translation>
    </message>
    <message>
        <source>Budgets, as shares of the cost of all boxes</source>
        <translation>Budgets, als Anteile der Kosten aller Boxen</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>noch etwa %1</translation>
    </message>
    <message>
        <source>outputs</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>pictures compared</source>
        <translation>Bilder verglichen</translation>
    </message>
    <message>
        <source>videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>boxes</source>
        <translation>Boxen</translation>
    </message>
    <message>
        <source>budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>trainings</source>
        <translation>Trainings</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>in: highest P, fits</source>
        <translation>dabei: höchstes P, passt</translation>
    </message>
    <message>
        <source>in: next highest P, fits</source>
        <translation>dabei: nächsthöchstes P, passt</translation>
    </message>
    <message>
        <source>in: best of %1 sets that fit</source>
        <translation>dabei: bester von %1 passenden Sätzen</translation>
    </message>
    <message>
        <source>in: fastest, fits</source>
        <translation>dabei: schnellste, passt</translation>
    </message>
    <message>
        <source>in: next fastest, fits</source>
        <translation>dabei: nächstschnellste, passt</translation>
    </message>
    <message>
        <source>in: cheapest, fits</source>
        <translation>dabei: billigste, passt</translation>
    </message>
    <message>
        <source>in: next cheapest, fits</source>
        <translation>dabei: nächstbilligste, passt</translation>
    </message>
    <message>
        <source>out: %1 too much</source>
        <translation>nicht dabei: %1 zu viel</translation>
    </message>
    <message>
        <source>out: adds nothing</source>
        <translation>nicht dabei: bringt nichts</translation>
    </message>
    <message>
        <source>no box fits the budget: priors only</source>
        <translation>keine Box passt ins Budget: nur Priors</translation>
    </message>
    <message>
        <source>no box fits the budget: nothing runs</source>
        <translation>keine Box passt ins Budget: nichts läuft</translation>
    </message>
    <message>
        <source>nothing fits the budget: nothing runs</source>
        <translation>nichts passt ins Budget: nichts läuft</translation>
    </message>
    <message>
        <source>no execution fits the budget: nothing runs</source>
        <translation>keine Ausführung passt ins Budget: nichts läuft</translation>
    </message>
    <message>
        <source>boxes are loaded in turn, which is not counted</source>
        <translation>Boxen werden der Reihe nach geladen, was nicht gezählt wird</translation>
    </message>
    <message>
        <source>running any box that fits is no better than the priors</source>
        <translation>keine passende Box ist besser als die Priors</translation>
    </message>
    <message>
        <source>best of %1 sets tried: with more than %2 boxes not all are</source>
        <translation>bester von %1 erprobten Sätzen: bei mehr als %2 Boxen nicht alle</translation>
    </message>
    <message>
        <source>P is measured on the inner validation rows of the training part: no test row takes part in a choice.</source>
        <translation>P ist auf den inneren Validierungszeilen des Trainingsteils gemessen: Keine Testzeile nimmt an einer Wahl teil.</translation>
    </message>
    <message>
        <source>The sets were compared on the inner validation rows of the training part: no test row takes part in the choice.</source>
        <translation>Die Sätze wurden auf den inneren Validierungszeilen des Trainingsteils verglichen: Keine Testzeile nimmt an der Wahl teil.</translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation>Pause.</translation>
    </message>
    <message>
        <source>Going on.</source>
        <translation>Es geht weiter.</translation>
    </message>
    <message>
        <source>The run was dropped before its turn came.</source>
        <translation>Der Lauf wurde verworfen, bevor er an die Reihe kam.</translation>
    </message>
    <message>
        <source>Stopped before the first frame.</source>
        <translation>Vor dem ersten Frame angehalten.</translation>
    </message>
    <message>
        <source>Stopped after %1 frames; what is finished is kept.</source>
        <translation>Nach %1 Frames angehalten; Fertiges bleibt erhalten.</translation>
    </message>
    <message>
        <source>Done: %1 frames. The report is kept in the file.</source>
        <translation>Fertig: %1 Frames. Der Bericht liegt in der Datei.</translation>
    </message>
    <message>
        <source>Done: %1 frames.</source>
        <translation>Fertig: %1 Frames.</translation>
    </message>
    <message>
        <source>the number of %1 differs by %2, less than 0.5 is allowed</source>
        <translation>die Anzahl (%1) weicht um %2 ab, erlaubt sind weniger als 0.5</translation>
    </message>
    <message>
        <source>the %1 differs by %2, less than %3 is allowed</source>
        <translation>%1: Abweichung %2, erlaubt ist weniger als %3</translation>
    </message>
    <message>
        <source>the boxes overlap by less than half</source>
        <translation>die Rahmen überlappen sich weniger als zur Hälfte</translation>
    </message>
    <message>
        <source>a label differs</source>
        <translation>ein Label weicht ab</translation>
    </message>
    <message>
        <source>single label</source>
        <translation>ein Label</translation>
    </message>
    <message>
        <source>multi label</source>
        <translation>mehrere Labels</translation>
    </message>
    <message>
        <source>localization</source>
        <translation>Lokalisierung</translation>
    </message>
    <message>
        <source>regression</source>
        <translation>Regression</translation>
    </message>
    <message>
        <source>count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>Sequenz</translation>
    </message>
    <message>
        <source>mean IoU</source>
        <translation>mittlere IoU</translation>
    </message>
    <message>
        <source>share within %1</source>
        <translation>Anteil innerhalb %1</translation>
    </message>
    <message>
        <source>1 - WER</source>
        <translation>1 − WER</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>synthetic</source>
        <translation>synthetisch</translation>
    </message>
    <message>
        <source>Nothing beats the prior.</source>
        <translation>Nichts übertrifft den Prior.</translation>
    </message>
    <message>
        <source>%1 is the only source: the ensemble is its link.</source>
        <translation>%1 ist die einzige Quelle: Das Ensemble ist ihre Verknüpfung.</translation>
    </message>
    <message>
        <source>The ensemble is within one standard error (%1) of %2.</source>
        <translation>Das Ensemble liegt innerhalb eines Standardfehlers (%1) von %2.</translation>
    </message>
    <message>
        <source>The ensemble is %1 above %2, the best source; the interval holds 0.</source>
        <translation>Das Ensemble liegt %1 über %2, der besten Quelle; das Intervall enthält 0.</translation>
    </message>
    <message>
        <source>The ensemble is %1 above %2, the best source.</source>
        <translation>Das Ensemble liegt %1 über %2, der besten Quelle.</translation>
    </message>
    <message>
        <source>The ensemble is %1 below %2, the best source.</source>
        <translation>Das Ensemble liegt %1 unter %2, der besten Quelle.</translation>
    </message>
    <message>
        <source>one link</source>
        <translation>Verknüpfung</translation>
    </message>
    <message>
        <source>below best</source>
        <translation>unter dem besten</translation>
    </message>
    <message>
        <source>mean p, %1</source>
        <translation>mittleres p, %1</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Bootstrap</source>
        <translation>Bootstrap</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>Epsilon</translation>
    </message>
    <message>
        <source>Hidden factor</source>
        <translation>Verdeckt, Faktor</translation>
    </message>
    <message>
        <source>Hidden min</source>
        <translation>Verdeckt, mindestens</translation>
    </message>
    <message>
        <source>Inner part</source>
        <translation>Innerer Teil</translation>
    </message>
    <message>
        <source>Nets</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>Scalar weights</source>
        <translation>Skalare Gewichte</translation>
    </message>
    <message>
        <source>Sequence hidden</source>
        <translation>Sequenz, verdeckt</translation>
    </message>
    <message>
        <source>Source drop</source>
        <translation>Quellen weglassen</translation>
    </message>
    <message>
        <source>the count differs by %1, less than 0.5 is allowed</source>
        <translation>die Anzahl weicht um %1 ab, weniger als 0.5 ist erlaubt</translation>
    </message>
    <message>
        <source>reaches</source>
        <translation>erreicht</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>judged</source>
        <translation>beurteilt</translation>
    </message>
    <message>
        <source>of these frames: the others have no output</source>
        <translation>dieser Frames: die anderen haben keine Ausgabe</translation>
    </message>
    <message>
        <source>Made when %1 had %2 frames, it has %3 now.</source>
        <translation>Erstellt, als %1 %2 Frames hatte, jetzt sind es %3.</translation>
    </message>
    <message>
        <source>Made when %1 cost %2, which is other now.</source>
        <translation>Erstellt, als %1 noch %2 kostete, was jetzt anders ist.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::AccuracySlider</name>
    <message>
        <source>Accuracy wanted, in hundredths</source>
        <translation>Gewünschte Genauigkeit in Hundertsteln</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ActivationModel</name>
    <message>
        <source>Box</source>
        <translation>Box</translation>
    </message>
    <message>
        <source>P1 predicts</source>
        <translation>P1 sagt vorher</translation>
    </message>
    <message>
        <source>P2 is predicted</source>
        <translation>P2 vorhergesagt</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ActivationView</name>
    <message>
        <source>Activation probabilities</source>
        <translation>Aktivierungswahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profilieren</translation>
    </message>
    <message>
        <source>P = (1 + P1 − P2) / (w · cost), w = 2 / %1</source>
        <translation>P = (1 + P1 − P2) / (w · Kosten), w = 2 / %1</translation>
    </message>
    <message>
        <source>The memory of some boxes is not known.</source>
        <translation>Der Speicherbedarf einiger Boxen ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The time of some boxes is not known.</source>
        <translation>Die Zeit einiger Boxen ist nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::AddVideoDialog</name>
    <message>
        <source>Add videos</source>
        <translation>Videos hinzufügen</translation>
    </message>
    <message>
        <source>Each begins where the one before it ends</source>
        <translation>Jedes beginnt, wo das vorige endet</translation>
    </message>
    <message>
        <source>whole picture, or WIDTHxHEIGHT+X+Y</source>
        <translation>ganzes Bild oder BREITExHÖHE+X+Y</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>with the others; or 11:25:01, after CAMERA, metadata</source>
        <translation>mit den anderen; oder 11:25:01, after KAMERA, metadata</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>One after another</source>
        <translation>Nacheinander</translation>
    </message>
    <message>
        <source>Use every Nth frame</source>
        <translation>Jeden N-ten Frame nehmen</translation>
    </message>
    <message>
        <source>At most so many frames</source>
        <translation>Höchstens so viele Frames</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 Dateien</translation>
    </message>
    <message>
        <source>one of all files; empty: a camera each</source>
        <translation>eine für alle Dateien; leer: je eine Kamera</translation>
    </message>
    <message>
        <source>a camera each, called as its file</source>
        <translation>je eine Kamera, benannt wie ihre Datei</translation>
    </message>
    <message>
        <source>A region is written 320x240+224+160.</source>
        <translation>Ein Ausschnitt wird 320x240+224+160 geschrieben.</translation>
    </message>
    <message>
        <source>A start is written 90, 11:25:01 or 2024-05-01T13:22:07.</source>
        <translation>Ein Beginn wird 90, 11:25:01 oder 2024-05-01T13:22:07 geschrieben.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::AgreementLegend</name>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>area: frames</source>
        <translation>Fläche: Frames</translation>
    </message>
</context>
<context>
    <name>mlink::ui::AskBar</name>
    <message>
        <source>Stop, then close</source>
        <translation>Stoppen, dann schließen</translation>
    </message>
    <message>
        <source>Close when it is done</source>
        <translation>Schließen, wenn fertig</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>Weiterarbeiten</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>mlink::ui::BarChart</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 (%3 to %4)</source>
        <translation>%1: %2 (%3 bis %4)</translation>
    </message>
</context>
<context>
    <name>mlink::ui::BookmarkDots</name>
    <message>
        <source>%1 bookmarks</source>
        <translation>%1 Lesezeichen</translation>
    </message>
    <message>
        <source>Bookmark %1 of %2</source>
        <translation>Lesezeichen %1 von %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>mlink::ui::BoxChart</name>
    <message>
        <source>%1: median %2, quartiles %3 and %4, %5 to %6</source>
        <translation>%1: Median %2, Quartile %3 und %4, %5 bis %6</translation>
    </message>
</context>
<context>
    <name>mlink::ui::BoxToggle</name>
    <message>
        <source>Takes %1 into the set, or out of it</source>
        <translation>Nimmt %1 in den Satz auf oder heraus</translation>
    </message>
</context>
<context>
    <name>mlink::ui::BoxesModel</name>
    <message>
        <source>synthetic</source>
        <translation>synthetisch</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>1 of %1 labels</source>
        <translation>1 von %1 Labels</translation>
    </message>
    <message>
        <source>%1 labels</source>
        <translation>%1 Labels</translation>
    </message>
    <message>
        <source>box, IoU</source>
        <translation>Rahmen, IoU</translation>
    </message>
    <message>
        <source>words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>mean %1, p50 %2, p95 %3, p99 %4</source>
        <translation>Mittel %1, p50 %2, p95 %3, p99 %4</translation>
    </message>
    <message>
        <source>Made up: %1. Nothing runs.</source>
        <translation>Erfunden: %1. Nichts wird ausgeführt.</translation>
    </message>
    <message>
        <source>Its outputs were recorded elsewhere: nothing runs.</source>
        <translation>Die Ausgaben wurden anderswo aufgezeichnet: nichts wird ausgeführt.</translation>
    </message>
    <message>
        <source>Runs in this program, on the CPU.</source>
        <translation>Läuft in diesem Programm, auf der CPU.</translation>
    </message>
    <message>
        <source>Runs in this program, on a GPU; measured there with %1 of its memory.</source>
        <translation>Läuft in diesem Programm, auf einer GPU; dort mit %1 von deren Speicher gemessen.</translation>
    </message>
    <message>
        <source>Runs in this program, on a GPU where there is one that may be used, else on the CPU.</source>
        <translation>Läuft in diesem Programm, auf einer GPU, wenn es eine gibt, die benutzt werden darf, sonst auf der CPU.</translation>
    </message>
    <message>
        <source>Measured before: %1 (%2)</source>
        <translation>Vorher gemessen: %1 (%2)</translation>
    </message>
    <message>
        <source>F2 types it in.</source>
        <translation>Mit F2 wird der Wert eingegeben.</translation>
    </message>
    <message>
        <source>%1. F2 renames it; drag it, or press Alt+Up and Alt+Down, to put it in another place.</source>
        <translation>%1. F2 benennt um; Ziehen oder Alt+Auf und Alt+Ab setzen die Zeile an einen anderen Platz.</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>%1, closed in</source>
        <translation>%1, abgeschottet</translation>
    </message>
    <message>
        <source>Runs in a process of its own.</source>
        <translation>Läuft in einem eigenen Prozess.</translation>
    </message>
    <message>
        <source>Its files are not trusted: it runs in a process of its own, without network, and files are read only. The row&apos;s menu trusts them.</source>
        <translation>Ihren Dateien wird nicht vertraut: Sie läuft in einem eigenen Prozess, ohne Netz, und Dateien werden nur gelesen. Im Menü der Zeile spricht man das Vertrauen aus.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::BubbleChart</name>
    <message>
        <source>exact %1, predicted %2: %3 in %4 frames</source>
        <translation>exakt %1, vorhergesagt %2: %3 in %4 Frames</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>Predicted against exact</source>
        <translation>Vorhergesagt gegen exakt</translation>
    </message>
    <message>
        <source>exact %1</source>
        <translation>exakt: %1</translation>
    </message>
    <message>
        <source>predicted %1</source>
        <translation>vorhergesagt: %1</translation>
    </message>
    <message>
        <source>within ±%1: right</source>
        <translation>innerhalb ±%1: richtig</translation>
    </message>
</context>
<context>
    <name>mlink::ui::BudgetPanel</name>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Kind of cost</source>
        <translation>Art der Kosten</translation>
    </message>
    <message>
        <source>Budget, as 64 MB or 60 ms</source>
        <translation>Budget, etwa 64 MB oder 60 ms</translation>
    </message>
    <message>
        <source>Type a budget: 64 MB, 5 GB, 60 ms</source>
        <translation>Budget eingeben: 64 MB, 5 GB, 60 ms</translation>
    </message>
    <message>
        <source>gives</source>
        <translation>ergibt</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Methods at this budget</source>
        <translation>Methoden bei diesem Budget</translation>
    </message>
    <message>
        <source>in %1 per frame</source>
        <translation>in %1 je Frame</translation>
    </message>
    <message>
        <source>, %1&#x2009;% of all %2</source>
        <translation>,&#x2009;%1&#x2009;% aller&#x2009;%2</translation>
    </message>
    <message>
        <source>Keeps this budget and method as A, then as B (Shift+A, Shift+B); the keys A and B go back to it, Esc takes both away</source>
        <translation>Merkt dieses Budget und diese Methode als A, dann als B (Umschalt+A, Umschalt+B); die Tasten A und B führen dorthin zurück, Esc entfernt beide</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>mlink::ui::BudgetsModel</name>
    <message>
        <source>Budget %1</source>
        <translation>Budget %1</translation>
    </message>
    <message>
        <source>run</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>%1 to %2: 95 % interval by bootstrap over frames</source>
        <translation>%1 bis %2: 95-%-Intervall durch Bootstrap über Frames</translation>
    </message>
    <message>
        <source>; to mlink %1 (%2 to %3)</source>
        <translation>; zu mlink %1 (%2 bis %3)</translation>
    </message>
    <message>
        <source>run: %1</source>
        <translation>läuft: %1</translation>
    </message>
    <message>
        <source>Accuracy of %1; run: it is executed and exact</source>
        <translation>Genauigkeit von %1; läuft: wird ausgeführt und ist exakt</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>mlink::ui::BudgetsView</name>
    <message>
        <source>Accuracy and budget</source>
        <translation>Genauigkeit und Budget</translation>
    </message>
    <message>
        <source>Export tables and charts (Ctrl+E)</source>
        <translation>Tabellen und Diagramme exportieren (Strg+E)</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Kind of cost</source>
        <translation>Art der Kosten</translation>
    </message>
    <message>
        <source>Click a point: the replay stands there.</source>
        <translation>Punkt anklicken: Das Replay steht dort.</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Methoden</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profilieren</translation>
    </message>
    <message>
        <source>Smallest budget for an accuracy</source>
        <translation>Kleinstes Budget für eine Genauigkeit</translation>
    </message>
    <message>
        <source>Accuracy wanted</source>
        <translation>Gewünschte Genauigkeit</translation>
    </message>
    <message>
        <source>Accuracy and time</source>
        <translation>Genauigkeit und Zeit</translation>
    </message>
    <message>
        <source>Methods at three budgets</source>
        <translation>Methoden bei drei Budgets</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>Kopieren als</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>the form of Table 4; bold: best but for the optimum</source>
        <translation>Form von Tabelle 4; fett: beste außer dem Optimum</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>First budget, that of all pages</source>
        <translation>Erstes Budget, das aller Seiten</translation>
    </message>
    <message>
        <source>Second budget</source>
        <translation>Zweites Budget</translation>
    </message>
    <message>
        <source>Third budget</source>
        <translation>Drittes Budget</translation>
    </message>
    <message>
        <source>Type a budget: 64 MB, 5 GB, 60 ms</source>
        <translation>Budget eingeben: 64 MB, 5 GB, 60 ms</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>GPU-Speicher</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>wird berechnet…</translation>
    </message>
    <message>
        <source>%1, computing…</source>
        <translation>%1, wird berechnet…</translation>
    </message>
    <message>
        <source>Click a point: it is chosen.</source>
        <translation>Punkt anklicken: Er wird gewählt.</translation>
    </message>
    <message>
        <source>All three budgets are of one kind. Type the first one to change it.</source>
        <translation>Alle drei Budgets sind von einer Art. Zum Wechseln das erste neu eingeben.</translation>
    </message>
    <message>
        <source>The GPU memory of %1 is not known.</source>
        <translation>Der GPU-Speicher von %1 ist nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::CameraClock</name>
    <message>
        <source>The start of %1 file is set</source>
        <translation>Der Beginn von %1 Datei ist gesetzt</translation>
    </message>
    <message>
        <source>The starts of %1 files are set</source>
        <translation>Der Beginn von %1 Dateien ist gesetzt</translation>
    </message>
    <message>
        <source>The start of %1 is set</source>
        <translation>Der Beginn von %1 ist gesetzt</translation>
    </message>
    <message>
        <source>the start of %1</source>
        <translation>Beginn von %1</translation>
    </message>
    <message>
        <source>the starts of files</source>
        <translation>Beginn von Dateien</translation>
    </message>
    <message>
        <source>Put %1 files each after the one before</source>
        <translation>%1 Dateien jeweils hinter die vorige setzen</translation>
    </message>
    <message>
        <source>Let %1 files begin together</source>
        <translation>%1 Dateien zusammen beginnen lassen</translation>
    </message>
</context>
<context>
    <name>mlink::ui::CameraGrid</name>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>trained here</source>
        <translation>hier trainiert</translation>
    </message>
    <message>
        <source>%1 of %2 right</source>
        <translation>%1 von %2 richtig</translation>
    </message>
    <message>
        <source>%1 right</source>
        <translation>%1 richtig</translation>
    </message>
</context>
<context>
    <name>mlink::ui::CommandPalette</name>
    <message>
        <source>Actions, pages, boxes, links, frames, budgets</source>
        <translation>Aktionen, Seiten, Boxen, Verknüpfungen, Frames, Budgets</translation>
    </message>
    <message>
        <source>Find or do</source>
        <translation>Suchen oder ausführen</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>↑ ↓ choose   Enter do   Esc close</source>
        <translation>↑ ↓ wählen   Eingabe ausführen   Esc schließen</translation>
    </message>
    <message>
        <source>%1 of %2 found</source>
        <translation>%1 von %2 gefunden</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ComparePage</name>
    <message>
        <source>Parts of the comparison</source>
        <translation>Teile des Vergleichs</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Studien</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>Budgets durchlaufen</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Accuracy and budget</source>
        <translation>Genauigkeit und Budget</translation>
    </message>
    <message>
        <source>1 camera</source>
        <translation>1 Kamera</translation>
    </message>
    <message>
        <source>%1 cameras</source>
        <translation>%1 Kameras</translation>
    </message>
    <message>
        <source>, %1 test frames, %2 budgets</source>
        <translation>, %1 Testframes, %2 Budgets</translation>
    </message>
    <message>
        <source>Nothing to compare yet. Open an experiment first.</source>
        <translation>Noch nichts zu vergleichen. Zuerst ein Experiment öffnen.</translation>
    </message>
    <message>
        <source>Reading the outputs…</source>
        <translation>Ausgaben werden gelesen…</translation>
    </message>
    <message>
        <source>Nothing to compare yet. It needs links between two or more boxes.</source>
        <translation>Noch nichts zu vergleichen. Nötig sind Verknüpfungen zwischen zwei oder mehr Boxen.</translation>
    </message>
    <message>
        <source>Replaying every method at every budget… It takes a few seconds.</source>
        <translation>Replay jeder Methode bei jedem Budget läuft… Das dauert einige Sekunden.</translation>
    </message>
    <message>
        <source>Two budgets or more are needed.</source>
        <translation>Zwei oder mehr Budgets sind nötig.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ConfidenceModel</name>
    <message>
        <source>%1 test frames; calibrated on %2 rows of the training part</source>
        <translation>%1 Testframes; kalibriert auf %2 Zeilen des Trainingsteils</translation>
    </message>
    <message>
        <source>too few frames</source>
        <translation>zu wenige Frames</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Share of test frames whose prediction was right</source>
        <translation>Anteil der Testframes, deren Vorhersage richtig war</translation>
    </message>
    <message>
        <source>Mean of the estimated chances of being right</source>
        <translation>Mittel der geschätzten Wahrscheinlichkeiten, richtig zu sein</translation>
    </message>
    <message>
        <source>Expected calibration error: how far chances are from the shares that were right</source>
        <translation>Erwarteter Kalibrierungsfehler: wie weit die Wahrscheinlichkeiten von den richtigen Anteilen abweichen</translation>
    </message>
    <message>
        <source>Whether the chances tell single predictions apart better than their mean would</source>
        <translation>Ob die Wahrscheinlichkeiten einzelne Vorhersagen besser unterscheiden als ihr Mittel</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Box</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>Wahrsch.</translation>
    </message>
    <message>
        <source>Off by</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Tells more</source>
        <translation>Sagt mehr</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ConfidenceView</name>
    <message>
        <source>Reliability diagram</source>
        <translation>Zuverlässigkeitsdiagramm</translation>
    </message>
    <message>
        <source>%1: %2 predictions of chance %3, %4 of them right</source>
        <translation>%1: %2 Vorhersagen mit Wahrscheinlichkeit %3, davon %4 richtig</translation>
    </message>
    <message>
        <source>How sure the ensembles are</source>
        <translation>Wie sicher die Ensembles sind</translation>
    </message>
    <message>
        <source>Test frames, each box from all others; on the line the chances hold.</source>
        <translation>Testframes, jede Box aus allen anderen; auf der Linie treffen die Wahrscheinlichkeiten zu.</translation>
    </message>
    <message>
        <source>Reading the outputs…</source>
        <translation>Ausgaben werden gelesen…</translation>
    </message>
    <message>
        <source>No links yet.</source>
        <translation>Noch keine Verknüpfungen.</translation>
    </message>
    <message>
        <source>Predicting the test frames…</source>
        <translation>Testframes werden vorhergesagt…</translation>
    </message>
    <message>
        <source>estimated chance</source>
        <translation>geschätzte Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>share right</source>
        <translation>Anteil richtig</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ConfusionView</name>
    <message>
        <source>exact by row, predicted by column; share of the row</source>
        <translation>exakt je Zeile, vorhergesagt je Spalte; Anteil an der Zeile</translation>
    </message>
</context>
<context>
    <name>mlink::ui::CostBars</name>
    <message>
        <source>Cost of one frame, one box after another</source>
        <translation>Kosten eines Frames, eine Box nach der anderen</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
</context>
<context>
    <name>mlink::ui::CoverageModel</name>
    <message>
        <source>no frames</source>
        <translation>keine Frames</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>not collected</source>
        <translation>nicht gesammelt</translation>
    </message>
    <message>
        <source>%1 % of %2</source>
        <translation>%1 % von %2</translation>
    </message>
    <message>
        <source>%1 of %2 stored%3%4</source>
        <translation>%1 von %2 gespeichert%3%4</translation>
    </message>
    <message>
        <source>, %1 without output</source>
        <translation>, %1 ohne Ausgabe</translation>
    </message>
    <message>
        <source>, %1 failed</source>
        <translation>, %1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Box</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>mlink::ui::DemoCard</name>
    <message>
        <source>State of the demo %1</source>
        <translation>Zustand der Demo %1</translation>
    </message>
    <message>
        <source>Made here once: fetches about 150 MB, takes some minutes.</source>
        <translation>Wird hier einmal erstellt: lädt etwa 150 MB, dauert einige Minuten.</translation>
    </message>
    <message>
        <source>Not finished. What is done is kept.</source>
        <translation>Nicht fertig. Was getan ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Make %1</source>
        <translation>%1 erstellen</translation>
    </message>
    <message>
        <source>Another demo is being made.</source>
        <translation>Eine andere Demo wird gerade erstellt.</translation>
    </message>
    <message>
        <source>What is finished is kept.</source>
        <translation>Was fertig ist, bleibt erhalten.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::DemoMaker</name>
    <message>
        <source>Fetching the black boxes of %1…</source>
        <translation>Black Boxes von %1 werden geladen…</translation>
    </message>
    <message>
        <source>Converting the black boxes of %1…</source>
        <translation>Black Boxes von %1 werden umgewandelt…</translation>
    </message>
    <message>
        <source>Trying the black boxes of %1…</source>
        <translation>Black Boxes von %1 werden geprüft…</translation>
    </message>
    <message>
        <source>The demo&apos;s script cannot be run.</source>
        <translation>Das Skript der Demo kann nicht ausgeführt werden.</translation>
    </message>
    <message>
        <source>It needs bash; run make demo in a terminal to see more.</source>
        <translation>Es braucht bash; make demo in einem Terminal zeigt mehr.</translation>
    </message>
    <message>
        <source>Preparing %1…</source>
        <translation>%1 wird vorbereitet…</translation>
    </message>
    <message>
        <source>The demo&apos;s script is not here.</source>
        <translation>Das Skript der Demo ist nicht da.</translation>
    </message>
    <message>
        <source>Run make demo in the program&apos;s sources: it puts the demo here.</source>
        <translation>make demo in den Quellen des Programms ausführen: es legt die Demo hier ab.</translation>
    </message>
    <message>
        <source>The program mlink, which makes the demo, is not beside this one.</source>
        <translation>Das Programm mlink, das die Demo erstellt, liegt nicht neben diesem.</translation>
    </message>
    <message>
        <source>Build or install it, then try again.</source>
        <translation>Es bauen oder installieren, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Stopping %1…</source>
        <translation>%1 wird gestoppt…</translation>
    </message>
    <message>
        <source>Collecting %1, %2 %</source>
        <translation>%1 wird gesammelt, %2 %</translation>
    </message>
    <message>
        <source>Profiling %1, %2 %</source>
        <translation>%1 wird profiliert, %2 %</translation>
    </message>
    <message>
        <source>Training %1, %2 %</source>
        <translation>%1 wird trainiert, %2 %</translation>
    </message>
    <message>
        <source>Making %1, %2 %</source>
        <translation>%1 wird erstellt, %2 %</translation>
    </message>
    <message>
        <source>%1 could not be made. %2</source>
        <translation>%1 konnte nicht erstellt werden. %2</translation>
    </message>
    <message>
        <source>Check the network, then click again: what is there stays.</source>
        <translation>Das Netz prüfen, dann noch einmal klicken: was da ist, bleibt.</translation>
    </message>
    <message>
        <source>The log tells more; click again to go on where it ended.</source>
        <translation>Das Protokoll sagt mehr; noch ein Klick setzt dort fort, wo es endete.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::Desk</name>
    <message>
        <source>It changes when the running step has ended.</source>
        <translation>Sie wechselt, wenn der laufende Schritt beendet ist.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::DetailView</name>
    <message>
        <source>Right by exact value</source>
        <translation>Richtig nach exaktem Wert</translation>
    </message>
    <message>
        <source>Share right by camera</source>
        <translation>Anteil richtig je Kamera</translation>
    </message>
    <message>
        <source>Frames with the largest error</source>
        <translation>Frames mit dem größten Fehler</translation>
    </message>
    <message>
        <source>Choose a link in the matrix.</source>
        <translation>Eine Verknüpfung in der Matrix wählen.</translation>
    </message>
    <message>
        <source>Reading the outputs…</source>
        <translation>Ausgaben werden gelesen…</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>prior</source>
        <translation>Prior</translation>
    </message>
    <message>
        <source>lift over the prior</source>
        <translation>Gewinn gegenüber Prior</translation>
    </message>
    <message>
        <source>Pearson</source>
        <translation>Pearson</translation>
    </message>
    <message>
        <source>parameters, %1 ms</source>
        <translation>Parameter, %1 ms</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>net</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>overlap of predicted and exact box (IoU)</source>
        <translation>Überlappung von vorhergesagtem und exaktem Rahmen (IoU)</translation>
    </message>
    <message>
        <source>share of words that agree</source>
        <translation>Anteil der übereinstimmenden Wörter</translation>
    </message>
    <message>
        <source>%1 of %2 test frames are wrong</source>
        <translation>%1 von %2 Testframes sind falsch</translation>
    </message>
    <message>
        <source>One per camera and 2 s. Dashed: what the target box saw; lines: what the source box saw.</source>
        <translation>Je Kamera und 2 s einer. Gestrichelt: was die Zielbox sah; Linien: was die Quellbox sah.</translation>
    </message>
    <message>
        <source>frame %1, %2</source>
        <translation>Frame %1, %2</translation>
    </message>
    <message>
        <source>%1 of %2 training frames are wrong</source>
        <translation>%1 von %2 Trainingsframes sind falsch</translation>
    </message>
    <message>
        <source>%1 of %2 frames are wrong</source>
        <translation>%1 von %2 Frames sind falsch</translation>
    </message>
    <message>
        <source>; on %1 more, which p counts too, %2 has no output</source>
        <translation>; auf weiteren %1, die in p zählen, hat %2 keine Ausgabe</translation>
    </message>
</context>
<context>
    <name>mlink::ui::DifferenceLegend</name>
    <message>
        <source>%1; %2 better, %3 worse, %4 equal</source>
        <translation>%1; %2 besser, %3 schlechter, %4 gleich</translation>
    </message>
    <message>
        <source>Mean difference %1, %2</source>
        <translation>Mittlere Differenz %1, %2</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
</context>
<context>
    <name>mlink::ui::DifferenceMatrix</name>
    <message>
        <source>%1 → %2 %3</source>
        <translation>%1 → %2 %3</translation>
    </message>
    <message>
        <source>Differences of p: %1</source>
        <translation>Differenzen von p: %1</translation>
    </message>
    <message>
        <source>target →
source ↓</source>
        <translation>Ziel →
Quelle ↓</translation>
    </message>
    <message>
        <source>%1 → %2: %3, %4 to %5
p %6, then %7</source>
        <translation>%1 → %2: %3, %4 bis %5
p %6, dann %7</translation>
    </message>
</context>
<context>
    <name>mlink::ui::DockHead</name>
    <message>
        <source>Float, or put back</source>
        <translation>Ablösen oder zurücksetzen</translation>
    </message>
    <message>
        <source>Close; its key brings it back</source>
        <translation>Schließen; die Taste holt es zurück</translation>
    </message>
</context>
<context>
    <name>mlink::ui::EnsembleBars</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>the one</source>
        <translation>die eine</translation>
    </message>
    <message>
        <source>both</source>
        <translation>beide</translation>
    </message>
    <message>
        <source>all three</source>
        <translation>alle drei</translation>
    </message>
    <message>
        <source>all four</source>
        <translation>alle vier</translation>
    </message>
    <message>
        <source>all five</source>
        <translation>alle fünf</translation>
    </message>
    <message>
        <source>all six</source>
        <translation>alle sechs</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>alle %1</translation>
    </message>
    <message>
        <source>none ticked</source>
        <translation>keine gewählt</translation>
    </message>
    <message>
        <source>the ticked</source>
        <translation>die gewählte</translation>
    </message>
    <message>
        <source>the ticked %1</source>
        <translation>gewählte %1</translation>
    </message>
    <message>
        <source>Dominance: %1.</source>
        <translation>Dominanz: %1.</translation>
    </message>
    <message>
        <source>Assistance: above %1, the best source.</source>
        <translation>Unterstützung: besser als %1, die beste Quelle.</translation>
    </message>
    <message>
        <source>Neither: %1</source>
        <translation>Keines von beiden: %1</translation>
    </message>
    <message>
        <source>Ensemble − %1: %2</source>
        <translation>Ensemble − %1: %2</translation>
    </message>
    <message>
        <source>Ensemble − %1: %2 (%3 to %4)</source>
        <translation>Ensemble − %1: %2 (%3 bis %4)</translation>
    </message>
    <message>
        <source> (%1 to %2)</source>
        <translation> (%1 bis %2)</translation>
    </message>
    <message>
        <source>, in the set</source>
        <translation>, im Satz</translation>
    </message>
    <message>
        <source>, not in the set</source>
        <translation>, nicht im Satz</translation>
    </message>
    <message>
        <source>prior %1</source>
        <translation>Prior %1</translation>
    </message>
    <message>
        <source>%1; is run itself</source>
        <translation>%1; läuft selbst</translation>
    </message>
    <message>
        <source>not trained</source>
        <translation>nicht trainiert</translation>
    </message>
</context>
<context>
    <name>mlink::ui::EnsemblePage</name>
    <message>
        <source>No links yet. Links need outputs of two or more boxes.</source>
        <translation>Noch keine Verknüpfungen. Sie brauchen Ausgaben von zwei oder mehr Boxen.</translation>
    </message>
    <message>
        <source>Collect</source>
        <translation>Sammeln</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profilieren</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Ensembles</source>
        <translation>Ensembles</translation>
    </message>
    <message>
        <source>Export tables and charts (Ctrl+E)</source>
        <translation>Tabellen und Diagramme exportieren (Strg+E)</translation>
    </message>
    <message>
        <source>what the run boxes together say of each other box</source>
        <translation>was sie über jede andere sagen</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Wie sicher</translation>
    </message>
    <message>
        <source>Ensembles show</source>
        <translation>Ensembles zeigen</translation>
    </message>
    <message>
        <source>How sure the ensembles are</source>
        <translation>Wie sicher die Ensembles sind</translation>
    </message>
    <message>
        <source>Sets worth running</source>
        <translation>Lohnende Sätze</translation>
    </message>
    <message>
        <source>Activation probability</source>
        <translation>Aktivierungswahrscheinlichkeit</translation>
    </message>
    <message>
        <source>which box is worth running</source>
        <translation>welche Box sich auszuführen lohnt</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Kind of cost</source>
        <translation>Art der Kosten</translation>
    </message>
    <message>
        <source>P in time</source>
        <translation>P im Zeitverlauf</translation>
    </message>
    <message>
        <source>dot: highest P of a period</source>
        <translation>Punkt: höchstes P einer Periode</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>Aktivierung</translation>
    </message>
    <message>
        <source>Who is run</source>
        <translation>Wer läuft</translation>
    </message>
    <message>
        <source>Right side</source>
        <translation>Rechte Seite</translation>
    </message>
    <message>
        <source>in order of P, skip what does not fit and go on</source>
        <translation>der Reihe nach P; was nicht passt, wird übersprungen</translation>
    </message>
    <message>
        <source>No links yet.</source>
        <translation>Noch keine Verknüpfungen.</translation>
    </message>
    <message>
        <source>Reading the outputs…</source>
        <translation>Ausgaben werden gelesen…</translation>
    </message>
    <message>
        <source>These links cannot be replayed.</source>
        <translation>Mit diesen Verknüpfungen ist kein Replay möglich.</translation>
    </message>
    <message>
        <source>Trying the sets…</source>
        <translation>Sätze werden erprobt…</translation>
    </message>
    <message>
        <source>The memory of some boxes is not known.</source>
        <translation>Der Speicherbedarf einiger Boxen ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The time of some boxes is not known.</source>
        <translation>Die Zeit einiger Boxen ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Asking who is run…</source>
        <translation>Wer läuft, wird ermittelt…</translation>
    </message>
    <message>
        <source>Measuring P in each period…</source>
        <translation>P wird in jeder Periode gemessen…</translation>
    </message>
    <message>
        <source>No set is better than the priors alone.</source>
        <translation>Kein Satz ist besser als die Priors allein.</translation>
    </message>
    <message>
        <source>Who is run at %1</source>
        <translation>Wer läuft bei %1</translation>
    </message>
    <message>
        <source>no other set of that memory does better</source>
        <translation>kein anderer Satz mit so viel Speicher ist besser</translation>
    </message>
    <message>
        <source>no other set of that time does better</source>
        <translation>kein anderer Satz mit so viel Zeit ist besser</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Zu %1 gehen</translation>
    </message>
    <message>
        <source>%1 more (%2) bring %3 in: %4.</source>
        <translation>%1 mehr (%2) bringen %3 hinein: %4.</translation>
    </message>
    <message>
        <source>%1 more (%2) bring %3 in and take %5 out: %4.</source>
        <translation>%1 mehr (%2) bringen %3 hinein und nehmen %5 heraus: %4.</translation>
    </message>
    <message>
        <source>%1 would need %2 and give %3; mlink does not choose it.</source>
        <translation>%1 bräuchte %2 und ergäbe %3; mlink wählt es nicht.</translation>
    </message>
    <message>
        <source>What would change it.</source>
        <translation>Was es ändern würde.</translation>
    </message>
    <message>
        <source>No larger budget does.</source>
        <translation>Kein größeres Budget.</translation>
    </message>
    <message>
        <source>P of %1 and %2 differ by less than 0.0001.</source>
        <translation>P von %1 und %2 unterscheiden sich um weniger als 0.0001.</translation>
    </message>
    <message>
        <source>P of %1 and %2 differ by %3.</source>
        <translation>P von %1 und %2 unterscheiden sich um %3.</translation>
    </message>
    <message>
        <source>A close call.</source>
        <translation>Eine knappe Wahl.</translation>
    </message>
    <message>
        <source>By time instead of memory %1 comes first: %2, %3.</source>
        <translation>Nach Zeit statt Speicher kommt %1 zuerst: %2, %3.</translation>
    </message>
    <message>
        <source>By memory instead of time %1 comes first: %2, %3.</source>
        <translation>Nach Speicher statt Zeit kommt %1 zuerst: %2, %3.</translation>
    </message>
    <message>
        <source>Ensemble</source>
        <translation>Ensemble</translation>
    </message>
</context>
<context>
    <name>mlink::ui::Exporter</name>
    <message>
        <source>Picture (*.png *.svg *.pdf);;Table (%1)</source>
        <translation>Bild (*.png *.svg *.pdf);;Tabelle (%1)</translation>
    </message>
</context>
<context>
    <name>mlink::ui::FigureDialog</name>
    <message>
        <source>Figure for a paper</source>
        <translation>Abbildung für einen Artikel</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Zeichnung</translation>
    </message>
    <message>
        <source>Column of the paper</source>
        <translation>Spalte des Artikels</translation>
    </message>
    <message>
        <source>Single, 84 mm</source>
        <translation>Einfach, 84 mm</translation>
    </message>
    <message>
        <source>Double, 174 mm</source>
        <translation>Doppelt, 174 mm</translation>
    </message>
    <message>
        <source>As typed</source>
        <translation>Wie eingegeben</translation>
    </message>
    <message>
        <source>Width of the figure</source>
        <translation>Breite der Abbildung</translation>
    </message>
    <message>
        <source>Height of the figure</source>
        <translation>Höhe der Abbildung</translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation>Größe der Schrift</translation>
    </message>
    <message>
        <source>Colours of the figure</source>
        <translation>Farben der Abbildung</translation>
    </message>
    <message>
        <source>As on the screen</source>
        <translation>Wie auf dem Bildschirm</translation>
    </message>
    <message>
        <source>Greys and dashes</source>
        <translation>Graustufen und Striche</translation>
    </message>
    <message>
        <source>Safe for colour blindness</source>
        <translation>Bei Farbenblindheit sicher</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Schrift</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>There is nothing to draw on this page now. Show a page with charts and ask again.</source>
        <translation>Auf dieser Seite gibt es jetzt nichts zu zeichnen. Eine Seite mit Diagrammen zeigen und erneut fragen.</translation>
    </message>
    <message>
        <source>%1 mm wide, %2 mm high; SVG or PDF, in which text stays text.</source>
        <translation>%1 mm breit, %2 mm hoch; SVG oder PDF, Text bleibt Text.</translation>
    </message>
    <message>
        <source>Figure (*.pdf *.svg)</source>
        <translation>Abbildung (*.pdf *.svg)</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
</context>
<context>
    <name>mlink::ui::FigureTools</name>
    <message>
        <source>A chart of this panel as a figure for a paper (%1)</source>
        <translation>Ein Diagramm dieses Bereichs als Abbildung für einen Artikel (%1)</translation>
    </message>
    <message>
        <source>Figure of %1</source>
        <translation>Abbildung von %1</translation>
    </message>
    <message>
        <source>Figure for a paper…</source>
        <translation>Abbildung für einen Artikel…</translation>
    </message>
</context>
<context>
    <name>mlink::ui::FolderBar</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>One picture</source>
        <translation>Ein Bild</translation>
    </message>
    <message>
        <source>%1 pictures</source>
        <translation>%1 Bilder</translation>
    </message>
    <message>
        <source>, number %1</source>
        <translation>, Nummer %1</translation>
    </message>
    <message>
        <source>, numbers %1</source>
        <translation>, Nummern %1</translation>
    </message>
    <message>
        <source>, none missing</source>
        <translation>, keines fehlt</translation>
    </message>
    <message>
        <source>, missing: %1</source>
        <translation>, es fehlen: %1</translation>
    </message>
    <message>
        <source> and more in %1 places</source>
        <translation> und weitere an %1 Stellen</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Name of the camera; empty: the folder&apos;s</source>
        <translation>Name der Kamera; leer: der des Ordners</translation>
    </message>
    <message>
        <source>Pictures a second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source>How many pictures make a second</source>
        <translation>Wie viele Bilder eine Sekunde ergeben</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>fps</source>
        <translation>fps</translation>
    </message>
    <message>
        <source>%1 as one video</source>
        <translation>%1 als ein Video</translation>
    </message>
    <message>
        <source>Reading the folder…</source>
        <translation>Ordner wird gelesen…</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>A rate is a number of pictures a second, above 0 and up to %1.</source>
        <translation>Eine Rate ist eine Anzahl von Bildern je Sekunde, über 0 und bis %1.</translation>
    </message>
    <message>
        <source>There is a camera %1 already.</source>
        <translation>Eine Kamera %1 gibt es schon.</translation>
    </message>
    <message>
        <source>1 more folder waits</source>
        <translation>1 weiterer Ordner wartet</translation>
    </message>
    <message>
        <source>%1 more folders wait</source>
        <translation>%1 weitere Ordner warten</translation>
    </message>
</context>
<context>
    <name>mlink::ui::FrameModel</name>
    <message>
        <source>Estimated chance that the prediction is right, calibrated on rows of the training part</source>
        <translation>Geschätzte Wahrscheinlichkeit, dass die Vorhersage richtig ist, kalibriert auf Zeilen des Trainingsteils</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Box</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Gezeigt</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Sicher</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>Exakt</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>mlink::ui::FrontierChart</name>
    <message>
        <source>memory budget, %1</source>
        <translation>Speicherbudget, %1</translation>
    </message>
    <message>
        <source>budget of GPU memory, %1</source>
        <translation>Budget an GPU-Speicher, %1</translation>
    </message>
    <message>
        <source>time budget a frame, %1</source>
        <translation>Zeitbudget je Frame, %1</translation>
    </message>
    <message>
        <source>output accuracy</source>
        <translation>Ausgabegenauigkeit</translation>
    </message>
    <message>
        <source>%1: %2 from %3 on</source>
        <translation>%1: %2 ab %3</translation>
    </message>
    <message>
        <source>%1: %2 from %3 on, %4 a frame</source>
        <translation>%1: %2 ab %3, %4 je Frame</translation>
    </message>
    <message>
        <source>Accuracy and budget</source>
        <translation>Genauigkeit und Budget</translation>
    </message>
    <message>
        <source>Nothing is computed yet</source>
        <translation>Noch nichts berechnet</translation>
    </message>
    <message>
        <source>At %1</source>
        <translation>Bei %1</translation>
    </message>
    <message>
        <source>chosen: %1</source>
        <translation>gewählt: %1</translation>
    </message>
    <message>
        <source>wanted %1</source>
        <translation>gewünscht: %1</translation>
    </message>
</context>
<context>
    <name>mlink::ui::FrontierSlider</name>
    <message>
        <source>, mlink %1</source>
        <translation>, mlink %1</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>At %1 %2</source>
        <translation>Bei %1 %2</translation>
    </message>
</context>
<context>
    <name>mlink::ui::GuessDialog</name>
    <message>
        <source>Add a network</source>
        <translation>Ein Netz hinzufügen</translation>
    </message>
    <message>
        <source>Reading the network and trying it once…</source>
        <translation>Das Netz wird gelesen und einmal ausprobiert…</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>Manifest</translation>
    </message>
    <message>
        <source>Save and add</source>
        <translation>Speichern und hinzufügen</translation>
    </message>
    <message>
        <source>Writes the manifest beside the network&apos;s file and adds the black box</source>
        <translation>Schreibt das Manifest neben die Datei des Netzes und fügt die Black Box hinzu</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1. Look at what no file says before you add it:</source>
        <translation>%1. Vor dem Hinzufügen ist anzusehen, was keine Datei sagt:</translation>
    </message>
</context>
<context>
    <name>mlink::ui::HeatStrip</name>
    <message>
        <source>%1, %2 to %3: %4</source>
        <translation>%1, %2 bis %3: %4</translation>
    </message>
</context>
<context>
    <name>mlink::ui::HelpPanel</name>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>How often a prediction agrees with the exact output, from 0 to 1: the share of frames that are right, or mean IoU for boxes, mAP for several labels, 1 less the word error rate for words.</source>
        <translation>Wie oft eine Vorhersage mit der exakten Ausgabe übereinstimmt, von 0 bis 1: der Anteil richtiger Frames, oder mittlere IoU bei Rahmen, mAP bei mehreren Labels, 1 minus Wortfehlerrate bei Wörtern.</translation>
    </message>
    <message>
        <source>Problem Statement</source>
        <translation>Problem Statement</translation>
    </message>
    <message>
        <source>prior</source>
        <translation>Prior</translation>
    </message>
    <message>
        <source>What the best constant reaches without looking at anything. A link is worth what it adds to that.</source>
        <translation>Was die beste Konstante erreicht, ohne etwas anzusehen. Eine Verknüpfung ist so viel wert, wie sie dem hinzufügt.</translation>
    </message>
    <message>
        <source>not in the paper</source>
        <translation>nicht im Paper</translation>
    </message>
    <message>
        <source>lift</source>
        <translation>Gewinn</translation>
    </message>
    <message>
        <source>p less the prior. Where its interval holds 0 it says ≈ prior: nothing tells the link from the constant.</source>
        <translation>p minus Prior. Wo das Intervall 0 enthält, steht ≈ Prior: Nichts unterscheidet die Verknüpfung von der Konstanten.</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>From blocks of frames drawn again, no shorter than the outputs resemble themselves.</source>
        <translation>Aus neu gezogenen Blöcken von Frames, nicht kürzer, als die Ausgaben sich selbst ähneln.</translation>
    </message>
    <message>
        <source>P1 predicts</source>
        <translation>P1 sagt vorher</translation>
    </message>
    <message>
        <source>Mean p of the links that lead away from a box: how well it predicts the others.</source>
        <translation>Mittleres p der Verknüpfungen, die von einer Box ausgehen: wie gut sie die anderen vorhersagt.</translation>
    </message>
    <message>
        <source>Activation probability</source>
        <translation>Aktivierungswahrscheinlichkeit</translation>
    </message>
    <message>
        <source>P2 is predicted</source>
        <translation>P2 wird vorhergesagt</translation>
    </message>
    <message>
        <source>Mean p of the links that lead to a box: how well the others predict it.</source>
        <translation>Mittleres p der Verknüpfungen, die zu einer Box führen: wie gut die anderen sie vorhersagen.</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>(1 + P1 − P2) / (w · cost), w = 2 / the lowest cost. Boxes are run in the order of P while they fit.</source>
        <translation>(1 + P1 − P2) / (w · Kosten), w = 2 / niedrigste Kosten. Boxen werden in der Reihenfolge von P ausgeführt, solange sie passen.</translation>
    </message>
    <message>
        <source>Activation probability, Algorithm 1</source>
        <translation>Activation probability, Algorithm 1</translation>
    </message>
    <message>
        <source>output accuracy</source>
        <translation>Ausgabegenauigkeit</translation>
    </message>
    <message>
        <source>Mean over the boxes of how often what is shown is right. A box that is run counts 1.</source>
        <translation>Mittel über die Boxen, wie oft das Gezeigte richtig ist. Eine ausgeführte Box zählt 1.</translation>
    </message>
    <message>
        <source>Eq. 1</source>
        <translation>Gl. 1</translation>
    </message>
    <message>
        <source>dominance, assistance</source>
        <translation>Dominanz, Unterstützung</translation>
    </message>
    <message>
        <source>Dominance: one source alone is as good as all together. Assistance: all together are better than every single one.</source>
        <translation>Dominanz: Eine Quelle allein ist so gut wie alle zusammen. Unterstützung: Alle zusammen sind besser als jede einzelne.</translation>
    </message>
    <message>
        <source>Collaborative multi-model inference</source>
        <translation>Collaborative multi-model inference</translation>
    </message>
    <message>
        <source>prefix</source>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>The first frames of a period, on which all boxes run that fit, to measure the links.</source>
        <translation>Die ersten Frames einer Periode, auf denen alle passenden Boxen laufen, um die Verknüpfungen zu messen.</translation>
    </message>
    <message>
        <source>Algorithm 1</source>
        <translation>Algorithm 1</translation>
    </message>
    <message>
        <source>optimum</source>
        <translation>Optimum</translation>
    </message>
    <message>
        <source>The best set that hindsight finds under the budget: an upper bound for choosing a set, not for methods that choose frame by frame.</source>
        <translation>Der beste Satz, der sich im Nachhinein unter dem Budget findet: eine obere Schranke für die Wahl eines Satzes, nicht für Methoden, die Frame für Frame wählen.</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Evaluation</translation>
    </message>
    <message>
        <source>Make an experiment (Ctrl+N), then drop videos and manifests of black boxes on the window. A camera may be a region of a picture.</source>
        <translation>Ein Experiment anlegen (Strg+N), dann Videos und Manifeste von Black Boxes auf das Fenster ziehen. Eine Kamera kann ein Ausschnitt eines Bildes sein.</translation>
    </message>
    <message>
        <source>F5 runs the next step: Collect runs every box on every frame, Profile measures what each costs, Train learns the links, Replay shows what a budget gives. Shift+F5 stops; what is finished is kept.</source>
        <translation>F5 führt den nächsten Schritt aus: Sammeln führt jede Box auf jedem Frame aus, Profilieren misst, was jede kostet, Trainieren lernt die Verknüpfungen, Replay zeigt, was ein Budget ergibt. Umschalt+F5 hält an; Fertiges bleibt erhalten.</translation>
    </message>
    <message>
        <source>Links: each cell tells how well one box predicts another. Click one, and look at the frames where it errs most.</source>
        <translation>Verknüpfungen: Jede Zelle sagt, wie gut eine Box eine andere vorhersagt. Eine anklicken und die Frames ansehen, in denen sie am meisten irrt.</translation>
    </message>
    <message>
        <source>Replay: drag the budget. Solid is run, ~ is predicted, dashed is what would have been exact. [ and ] go to the budgets at which something changes, E to the next wrong frame.</source>
        <translation>Replay: das Budget ziehen. Durchgezogen ist ausgeführt, ~ ist vorhergesagt, gestrichelt ist, was exakt gewesen wäre. [ und ] gehen zu den Budgets, bei denen sich etwas ändert, E zum nächsten falschen Frame.</translation>
    </message>
    <message>
        <source>Ctrl+K finds everything: type a box, a link, a budget such as 60ms, or a camera and a frame.</source>
        <translation>Strg+K findet alles: eine Box, eine Verknüpfung, ein Budget wie 60ms oder eine Kamera und einen Frame eingeben.</translation>
    </message>
    <message>
        <source>After Mu Yuan, Lan Zhang and Xiang-Yang Li, “MLink: Linking Black-Box Models for Collaborative Multi-Model Inference”, AAAI 2022.</source>
        <translation>Nach Mu Yuan, Lan Zhang und Xiang-Yang Li, „MLink: Linking Black-Box Models for Collaborative Multi-Model Inference“, AAAI 2022.</translation>
    </message>
    <message>
        <source>Made with Qt %1 (LGPL 3), LibTorch (BSD), OpenCV (Apache 2.0), FFmpeg (LGPL 2.1 or GPL 2), SQLite (public domain), OpenBLAS (BSD), PocketSphinx (BSD). Their licences stand in the packages of the system.</source>
        <translation>Gebaut mit Qt %1 (LGPL 3), LibTorch (BSD), OpenCV (Apache 2.0), FFmpeg (LGPL 2.1 oder GPL 2), SQLite (gemeinfrei), OpenBLAS (BSD), PocketSphinx (BSD). Ihre Lizenzen liegen den Paketen des Systems bei.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>What the numbers mean</source>
        <translation>Was die Zahlen bedeuten</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>View, Layouts shows several pages at once, which you can drag, float and save under a name; Ctrl+0 goes back to one page at a time.</source>
        <translation>Ansicht, Anordnungen zeigt mehrere Seiten zugleich; sie lassen sich ziehen, ablösen und unter einem Namen speichern. Strg+0 führt zurück zu einer Seite.</translation>
    </message>
    <message>
        <source>Ctrl+E exports every table and chart, Ctrl+Alt+E what is on screen in any format, Ctrl+C copies it; File, Report writes the whole experiment as one page.</source>
        <translation>Strg+E exportiert jede Tabelle und jedes Diagramm, Strg+Alt+E das, was zu sehen ist, in jedem Format, Strg+C kopiert es; Datei, Bericht schreibt das ganze Experiment als eine Seite.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ImportDialog</name>
    <message>
        <source>count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>one of several labels</source>
        <translation>eines von mehreren Labels</translation>
    </message>
    <message>
        <source>any of several labels</source>
        <translation>beliebige von mehreren Labels</translation>
    </message>
    <message>
        <source>box in the picture</source>
        <translation>Rahmen im Bild</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Import outputs</source>
        <translation>Ausgaben importieren</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>as the description beside it says</source>
        <translation>wie die Beschreibung daneben sagt</translation>
    </message>
    <message>
        <source>all that are seen</source>
        <translation>alle, die vorkommen</translation>
    </message>
    <message>
        <source>as in the header</source>
        <translation>wie in der Kopfzeile</translation>
    </message>
    <message>
        <source>persons, share, years</source>
        <translation>Personen, Anteil, Jahre</translation>
    </message>
    <message>
        <source>0.5: the error below which a prediction is right</source>
        <translation>0.5: Fehler, unter dem eine Vorhersage richtig ist</translation>
    </message>
    <message>
        <source>1, where a camera without video is made</source>
        <translation>1, wo eine Kamera ohne Video angelegt wird</translation>
    </message>
    <message>
        <source>Replace a recorded box of this name</source>
        <translation>Aufgezeichnete Box dieses Namens ersetzen</translation>
    </message>
    <message>
        <source>Black box</source>
        <translation>Black Box</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>Frames je Sekunde</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>one there is, or a new name</source>
        <translation>eine vorhandene oder ein neuer Name</translation>
    </message>
    <message>
        <source>the only one, or called as the file</source>
        <translation>die einzige oder benannt wie die Datei</translation>
    </message>
    <message>
        <source>named in the rows</source>
        <translation>in den Zeilen genannt</translation>
    </message>
    <message>
        <source>all, or ids separated by commas</source>
        <translation>alle oder Ids, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>the camera&apos;s, or WIDTHxHEIGHT</source>
        <translation>das der Kamera oder BREITExHÖHE</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Score at least</source>
        <translation>Score mindestens</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>A box is called in small letters, digits and hyphens.</source>
        <translation>Der Name einer Box besteht aus Kleinbuchstaben, Ziffern und Bindestrichen.</translation>
    </message>
    <message>
        <source>The tolerance is a number above zero.</source>
        <translation>Die Toleranz ist eine Zahl über null.</translation>
    </message>
    <message>
        <source>Frames a second are a number above zero.</source>
        <translation>Frames je Sekunde sind eine Zahl über null.</translation>
    </message>
    <message>
        <source>The table does not name its camera: choose it, or type a new one.</source>
        <translation>Die Tabelle nennt ihre Kamera nicht: eine wählen oder eine neue eingeben.</translation>
    </message>
    <message>
        <source>The score is a number.</source>
        <translation>Der Score ist eine Zahl.</translation>
    </message>
    <message>
        <source>A picture is written 1920x1080.</source>
        <translation>Ein Bild wird 1920x1080 geschrieben.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LabelBars</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1: there %2, precision %3, recall %4</source>
        <translation>%1: vorhanden %2, Präzision %3, Recall %4</translation>
    </message>
    <message>
        <source>Labels, worst first</source>
        <translation>Labels, schlechteste zuerst</translation>
    </message>
    <message>
        <source>Precision: of the frames where the label was predicted, the share that has it. Recall: of the frames that have it, the share where it was predicted.</source>
        <translation>Präzision: Anteil der Frames mit diesem Label an denen, für die es vorhergesagt wurde. Recall: Anteil der Frames, für die es vorhergesagt wurde, an denen, die es haben.</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>there</source>
        <translation>da</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>Präzision</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>Recall</translation>
    </message>
    <message>
        <source>%1 more labels are right more often</source>
        <translation>%1 weitere Labels sind öfter richtig</translation>
    </message>
    <message>
        <source>%1 never there, never predicted</source>
        <translation>%1 nie da, nie vorhergesagt</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LineChart</name>
    <message>
        <source>%1 at %2</source>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LinkPair</name>
    <message>
        <source>Which of the two links</source>
        <translation>Welche der beiden Verknüpfungen</translation>
    </message>
    <message>
        <source>A  %1</source>
        <translation>A  %1</translation>
    </message>
    <message>
        <source>B  %1</source>
        <translation>B  %1</translation>
    </message>
    <message>
        <source>Link A, %1</source>
        <translation>Verknüpfung A, %1</translation>
    </message>
    <message>
        <source>Link B, %1</source>
        <translation>Verknüpfung B, %1</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LinksModel</name>
    <message>
        <source>Link</source>
        <translation>Verknüpfung</translation>
    </message>
    <message>
        <source>Prior</source>
        <translation>Prior</translation>
    </message>
    <message>
        <source>Lift</source>
        <translation>Gewinn</translation>
    </message>
    <message>
        <source>Native</source>
        <translation>Nativ</translation>
    </message>
    <message>
        <source>Pearson</source>
        <translation>Pearson</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LinksPage</name>
    <message>
        <source>No links yet. Links need outputs of two or more boxes.</source>
        <translation>Noch keine Verknüpfungen. Sie brauchen Ausgaben von zwei oder mehr Boxen.</translation>
    </message>
    <message>
        <source>Collect</source>
        <translation>Sammeln</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Link matrix</source>
        <translation>Verknüpfungsmatrix</translation>
    </message>
    <message>
        <source>Export tables and charts (Ctrl+E)</source>
        <translation>Tabellen und Diagramme exportieren (Strg+E)</translation>
    </message>
    <message>
        <source>All links</source>
        <translation>Alle Verknüpfungen</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Verknüpfung</translation>
    </message>
    <message>
        <source>Next cell</source>
        <translation>Nächste Zelle</translation>
    </message>
    <message>
        <source>Open in Replay</source>
        <translation>Im Replay öffnen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>The way back</source>
        <translation>Der Rückweg</translation>
    </message>
    <message>
        <source>%1 links</source>
        <translation>%1 Verknüpfungen</translation>
    </message>
    <message>
        <source>%1 of %2 links</source>
        <translation>%1 von %2 Verknüpfungen</translation>
    </message>
    <message>
        <source>, trained on whole files, %1 % of the frames, %2 frames</source>
        <translation>, trainiert auf ganzen Dateien, %1 % der Frames, %2 Frames</translation>
    </message>
    <message>
        <source>, trained on the first %1 % in time, %2 frames</source>
        <translation>, trainiert auf den zeitlich ersten %1 %, %2 Frames</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 zu %2</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Verknüpfungen</translation>
    </message>
    <message>
        <source>A second link beside it</source>
        <translation>Eine zweite Verknüpfung daneben</translation>
    </message>
    <message>
        <source>C, Ctrl+click</source>
        <translation>C, Strg+Klick</translation>
    </message>
    <message>
        <source>The second link goes</source>
        <translation>Die zweite Verknüpfung verschwindet</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Cells larger, smaller, as they fit</source>
        <translation>Zellen größer, kleiner, passend</translation>
    </message>
    <message>
        <source>Ctrl+wheel, Ctrl++ − 0</source>
        <translation>Strg+Rad, Strg++ − 0</translation>
    </message>
    <message>
        <source>Move a box</source>
        <translation>Eine Box verschieben</translation>
    </message>
    <message>
        <source>Alt+arrows, drag its name</source>
        <translation>Alt+Pfeile, den Namen ziehen</translation>
    </message>
    <message>
        <source>reading the outputs…</source>
        <translation>Ausgaben werden gelesen…</translation>
    </message>
    <message>
        <source>judging %1 frames…</source>
        <translation>%1 Frames werden beurteilt…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Unpin B</source>
        <translation>B lösen</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Vergleichen mit…</translation>
    </message>
    <message>
        <source>The second link goes (Esc)</source>
        <translation>Die zweite Verknüpfung verschwindet (Esc)</translation>
    </message>
    <message>
        <source>Choose a second link to stand beside it (C, or Ctrl+click)</source>
        <translation>Eine zweite Verknüpfung daneben wählen (C oder Strg+Klick)</translation>
    </message>
    <message>
        <source>beside it: %1</source>
        <translation>daneben: %1</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>choose the second link in the matrix: click, or arrows and Enter</source>
        <translation>die zweite Verknüpfung in der Matrix wählen: Klick, oder Pfeile und Eingabe</translation>
    </message>
    <message>
        <source>on the training rows</source>
        <translation>auf den Trainingszeilen</translation>
    </message>
    <message>
        <source>on all rows</source>
        <translation>auf allen Zeilen</translation>
    </message>
    <message>
        <source>the order of the matrix is kept</source>
        <translation>die Reihenfolge der Matrix ist gemerkt</translation>
    </message>
    <message>
        <source>the order of the matrix</source>
        <translation>die Reihenfolge der Matrix</translation>
    </message>
    <message>
        <source>judging the frames…</source>
        <translation>Die Frames werden beurteilt…</translation>
    </message>
    <message>
        <source>Compare sets</source>
        <translation>Sätze vergleichen</translation>
    </message>
    <message>
        <source>The differences to another link set of this file, link by link</source>
        <translation>Die Unterschiede zu einem anderen Verknüpfungssatz dieser Datei, Verknüpfung für Verknüpfung</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LiveBoxesModel</name>
    <message>
        <source>&lt;0.01 ms</source>
        <translation>&lt;0.01 ms</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>not chosen yet</source>
        <translation>noch nicht gewählt</translation>
    </message>
    <message>
        <source>run</source>
        <translation>ausgeführt</translation>
    </message>
    <message>
        <source>predicted, its prior</source>
        <translation>vorhergesagt, ihr Prior</translation>
    </message>
    <message>
        <source>predicted from %1</source>
        <translation>vorhergesagt aus %1</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>nicht geladen</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>exakt</translation>
    </message>
    <message>
        <source>Loaded to verify, beyond the budget</source>
        <translation>Zum Prüfen geladen, über das Budget hinaus</translation>
    </message>
    <message>
        <source>Known memory of the box, as it was profiled or typed in</source>
        <translation>Bekannter Speicherbedarf der Box, profiliert oder eingegeben</translation>
    </message>
    <message>
        <source>Mean over %1 verified frames; a frame on which it ran counts 1</source>
        <translation>Mittel über %1 geprüfte Frames; ein Frame, auf dem sie lief, zählt 1</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Box</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinst.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LiveControls</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Space or K. Boxes stay loaded; frames of cameras are dropped meanwhile.</source>
        <translation>Leertaste oder K. Boxen bleiben geladen; Frames von Kameras werden so lange verworfen.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>What is finished is kept.</source>
        <translation>Fertiges bleibt erhalten.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Camera or address…</source>
        <translation>Kamera oder Adresse…</translation>
    </message>
    <message>
        <source>Add a camera, file or address</source>
        <translation>Kamera, Datei oder Adresse hinzufügen</translation>
    </message>
    <message>
        <source>Verify every</source>
        <translation>Prüfen alle</translation>
    </message>
    <message>
        <source>The rest runs too on these frames, so that it is known how right the predictions are</source>
        <translation>Auf diesen Frames läuft auch der Rest, damit bekannt ist, wie richtig die Vorhersagen sind</translation>
    </message>
    <message>
        <source>Frames from one that is verified to the next</source>
        <translation>Frames von einem geprüften zum nächsten</translation>
    </message>
    <message>
        <source> frames</source>
        <translation> Frames</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>Frame</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>one</source>
        <translation>eine</translation>
    </message>
    <message>
        <source>Stretch between choices of the set, like 10min or 1h; empty: one period</source>
        <translation>Abstand zwischen zwei Wahlen des Satzes, etwa 10min oder 1h; leer: eine Periode</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>Real time</source>
        <translation>Echtzeit</translation>
    </message>
    <message>
        <source>Files play at their own speed, as cameras do</source>
        <translation>Dateien laufen in ihrer eigenen Geschwindigkeit, wie Kameras</translation>
    </message>
    <message>
        <source>drop old frames</source>
        <translation>alte Frames verwerfen</translation>
    </message>
    <message>
        <source>fall behind</source>
        <translation>zurückfallen</translation>
    </message>
    <message>
        <source>In real time, where there is no time for a frame: the newest is taken and those before it are dropped and counted, or none is dropped</source>
        <translation>In Echtzeit, wo für einen Frame keine Zeit ist: Der neueste wird genommen, die davor werden verworfen und gezählt, oder keiner wird verworfen</translation>
    </message>
    <message>
        <source>When late</source>
        <translation>Bei Verzug</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>An address that is silent for so long counts as lost</source>
        <translation>Eine Adresse, die so lange schweigt, gilt als verloren</translation>
    </message>
    <message>
        <source>Lost after</source>
        <translation>Verloren nach</translation>
    </message>
    <message>
        <source>Write outputs to</source>
        <translation>Ausgaben nach</translation>
    </message>
    <message>
        <source>no file; a line of JSON for each frame and box</source>
        <translation>keine Datei; JSON je Frame und Box</translation>
    </message>
    <message>
        <source>Choose a file for the outputs</source>
        <translation>Datei für die Ausgaben wählen</translation>
    </message>
    <message>
        <source>Address, file or folder</source>
        <translation>Adresse, Datei oder Ordner</translation>
    </message>
    <message>
        <source>rtsp://host/path, http://host/path, a file or a folder of pictures</source>
        <translation>rtsp://host/pfad, http://host/pfad, eine Datei oder ein Ordner mit Bildern</translation>
    </message>
    <message>
        <source>Pictures a second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source>pictures/s</source>
        <translation>Bilder/s</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Address…</source>
        <translation>Adresse…</translation>
    </message>
    <message>
        <source>Video files…</source>
        <translation>Videodateien…</translation>
    </message>
    <message>
        <source>Folder of pictures…</source>
        <translation>Ordner mit Bildern…</translation>
    </message>
    <message>
        <source>Camera %1</source>
        <translation>Kamera %1</translation>
    </message>
    <message>
        <source>No camera at this machine</source>
        <translation>Keine Kamera an diesem Rechner</translation>
    </message>
    <message>
        <source>Take out %1</source>
        <translation>%1 herausnehmen</translation>
    </message>
    <message>
        <source>Video files</source>
        <translation>Videodateien</translation>
    </message>
    <message>
        <source>Folder of pictures</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>camera of the experiment</source>
        <translation>Kamera des Experiments</translation>
    </message>
    <message>
        <source>%1 cameras of the experiment</source>
        <translation>%1 Kameras des Experiments</translation>
    </message>
    <message>
        <source>nothing chosen yet</source>
        <translation>noch nichts gewählt</translation>
    </message>
    <message>
        <source>1 chosen source</source>
        <translation>1 gewählte Quelle</translation>
    </message>
    <message>
        <source>%1 chosen sources</source>
        <translation>%1 gewählte Quellen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LiveCurves</name>
    <message>
        <source>time per frame, ms</source>
        <translation>Zeit je Frame, ms</translation>
    </message>
    <message>
        <source>Time per frame over the last 60 s</source>
        <translation>Zeit je Frame in den letzten 60 s</translation>
    </message>
    <message>
        <source>memory of the boxes in use, MB</source>
        <translation>Speicher der genutzten Boxen, MB</translation>
    </message>
    <message>
        <source>Memory of the boxes in use over the last 60 s</source>
        <translation>Speicher der genutzten Boxen in den letzten 60 s</translation>
    </message>
    <message>
        <source>agreement where verified</source>
        <translation>Übereinstimmung, wo geprüft</translation>
    </message>
    <message>
        <source>Agreement on verified frames over the last 60 s</source>
        <translation>Übereinstimmung auf geprüften Frames in den letzten 60 s</translation>
    </message>
    <message>
        <source>60 s ago</source>
        <translation>vor 60 s</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 frames/s need %2</source>
        <translation>%1 Frames/s brauchen %2</translation>
    </message>
    <message>
        <source>budget %1</source>
        <translation>Budget %1</translation>
    </message>
    <message>
        <source>forecast %1</source>
        <translation>Prognose %1</translation>
    </message>
    <message>
        <source>no frame yet</source>
        <translation>noch kein Bild</translation>
    </message>
    <message>
        <source>nothing loaded yet</source>
        <translation>noch nichts geladen</translation>
    </message>
    <message>
        <source>no frame verified yet</source>
        <translation>noch kein Bild geprüft</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LiveGrid</name>
    <message>
        <source>Pictures of the sources</source>
        <translation>Bilder der Quellen</translation>
    </message>
    <message>
        <source>measuring the links</source>
        <translation>Verknüpfungen werden gemessen</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LiveLogModel</name>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>set chosen</source>
        <translation>Satz gewählt</translation>
    </message>
    <message>
        <source>loaded</source>
        <translation>geladen</translation>
    </message>
    <message>
        <source>unloaded</source>
        <translation>entladen</translation>
    </message>
    <message>
        <source>box given up</source>
        <translation>Box aufgegeben</translation>
    </message>
    <message>
        <source>cannot run</source>
        <translation>kann nicht laufen</translation>
    </message>
    <message>
        <source>source lost</source>
        <translation>Quelle verloren</translation>
    </message>
    <message>
        <source>source back</source>
        <translation>Quelle wieder da</translation>
    </message>
    <message>
        <source>source ended</source>
        <translation>Quelle zu Ende</translation>
    </message>
    <message>
        <source>picture size</source>
        <translation>Bildgröße</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LivePage</name>
    <message>
        <source>%1&#x2009;%</source>
        <translation>%1&#x2009;%</translation>
    </message>
    <message>
        <source>No links yet. A live run predicts by links the boxes that it does not run.</source>
        <translation>Noch keine Verknüpfungen. Ein Live-Lauf sagt durch sie die Boxen vorher, die er nicht ausführt.</translation>
    </message>
    <message>
        <source>Open an experiment first.</source>
        <translation>Zuerst ein Experiment öffnen.</translation>
    </message>
    <message>
        <source>Waits until this is done: %1.</source>
        <translation>Wartet, bis dies fertig ist: %1.</translation>
    </message>
    <message>
        <source>Waits until this run ends: %1.</source>
        <translation>Wartet, bis dieser Lauf endet: %1.</translation>
    </message>
    <message>
        <source>The time of some boxes is not known. Profile them, or type their costs in.</source>
        <translation>Die Zeit einiger Boxen ist nicht bekannt. Profilieren oder die Kosten eingeben.</translation>
    </message>
    <message>
        <source>The memory of some boxes is not known. Profile them, or type their costs in.</source>
        <translation>Der Speicherbedarf einiger Boxen ist nicht bekannt. Profilieren oder die Kosten eingeben.</translation>
    </message>
    <message>
        <source>since %1, %2</source>
        <translation>seit %1, %2</translation>
    </message>
    <message>
        <source>Ran under %1</source>
        <translation>Lief unter %1</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>%1 frames, stopped</source>
        <translation>%1 Frames, angehalten</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 Frames</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Opening the sources…</source>
        <translation>Quellen werden geöffnet…</translation>
    </message>
    <message>
        <source>Running under %1</source>
        <translation>Läuft unter %1</translation>
    </message>
    <message>
        <source>Paused under %1</source>
        <translation>Pause unter %1</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>possible rate</source>
        <translation>mögliche Rate</translation>
    </message>
    <message>
        <source>frames/s</source>
        <translation>Frames/s</translation>
    </message>
    <message>
        <source>time per frame</source>
        <translation>Zeit je Frame</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>time saved</source>
        <translation>Zeit gespart</translation>
    </message>
    <message>
        <source>Boxes that are loaded to verify take %1 beyond the budget. </source>
        <translation>Zum Prüfen geladene Boxen belegen %1 über das Budget hinaus. </translation>
    </message>
    <message>
        <source>The whole program took %1 more than before the run, pictures of this window among it.</source>
        <translation>Das ganze Programm belegte %1 mehr als vor dem Lauf, Bilder dieses Fensters eingeschlossen.</translation>
    </message>
    <message>
        <source>Memory: what is known of the boxes in use. %1</source>
        <translation>Speicher: was von den genutzten Boxen bekannt ist. %1</translation>
    </message>
    <message>
        <source>Export what happened</source>
        <translation>Geschehenes exportieren</translation>
    </message>
    <message>
        <source>Export the pictures</source>
        <translation>Bilder exportieren</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Choose a camera, file or address.</source>
        <translation>Kamera, Datei oder Adresse wählen.</translation>
    </message>
    <message>
        <source>Camera or address…</source>
        <translation>Kamera oder Adresse…</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Budget, as 64 MB or 60 ms</source>
        <translation>Budget, etwa 64 MB oder 60 ms</translation>
    </message>
    <message>
        <source>Type a budget: 64 MB, 5 GB, 60 ms</source>
        <translation>Budget eingeben: 64 MB, 5 GB, 60 ms</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profilieren</translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation>Letzte Minute</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Last minute or report</source>
        <translation>Letzte Minute oder Bericht</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Boxen</translation>
    </message>
    <message>
        <source>A run tells here what it chooses, loads, drops and loses.</source>
        <translation>Hier steht, was ein Lauf wählt, lädt, auslässt und verliert.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LiveReportView</name>
    <message>
        <source>Report of the run</source>
        <translation>Bericht des Laufs</translation>
    </message>
</context>
<context>
    <name>mlink::ui::LogPanel</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Close the log</source>
        <translation>Protokoll schließen</translation>
    </message>
    <message>
        <source>debug</source>
        <translation>Debug</translation>
    </message>
    <message>
        <source>info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MainWindow</name>
    <message>
        <source>&amp;Bookmarks</source>
        <translation>&amp;Lesezeichen</translation>
    </message>
    <message>
        <source>&amp;Add a bookmark…</source>
        <translation>Lesezeichen &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>&amp;Präsentation</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Add a bookmark</source>
        <translation>Lesezeichen hinzufügen</translation>
    </message>
    <message>
        <source>Name, as a presentation shows it:</source>
        <translation>Name, wie ihn eine Präsentation zeigt:</translation>
    </message>
    <message>
        <source>The bookmark %1 is kept</source>
        <translation>Das Lesezeichen %1 ist gespeichert</translation>
    </message>
    <message>
        <source>The bookmark %1 is removed</source>
        <translation>Das Lesezeichen %1 ist entfernt</translation>
    </message>
    <message>
        <source>the bookmark %1</source>
        <translation>Lesezeichen %1</translation>
    </message>
    <message>
        <source>A presentation shows a replay: there is none yet.</source>
        <translation>Eine Präsentation zeigt ein Replay: Es gibt noch keines.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Neu…</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Import outputs…</source>
        <translation>Ausgaben &amp;importieren…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation>&amp;Bericht…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Been&amp;den</translation>
    </message>
    <message>
        <source>E&amp;xperiment</source>
        <translation>E&amp;xperiment</translation>
    </message>
    <message>
        <source>Add &amp;videos…</source>
        <translation>&amp;Videos hinzufügen…</translation>
    </message>
    <message>
        <source>Add a &amp;folder of pictures…</source>
        <translation>&amp;Ordner mit Bildern hinzufügen…</translation>
    </message>
    <message>
        <source>Add &amp;black boxes…</source>
        <translation>&amp;Black Boxes hinzufügen…</translation>
    </message>
    <message>
        <source>Run &amp;next step</source>
        <translation>&amp;Nächsten Schritt ausführen</translation>
    </message>
    <message>
        <source>&amp;Collect</source>
        <translation>&amp;Sammeln</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>&amp;Profilieren</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Trainieren</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>&amp;Wiederherstellen: %1</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Light or dark</source>
        <translation>&amp;Hell oder dunkel</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Lo&amp;g</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Find or &amp;do…</source>
        <translation>&amp;Suchen oder ausführen…</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Erste Schritte</translation>
    </message>
    <message>
        <source>&amp;What the numbers mean</source>
        <translation>&amp;Was die Zahlen bedeuten</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;About MLink Workbench</source>
        <translation>Ü&amp;ber MLink Workbench</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Write the experiment as one page</source>
        <translation>Experiment als eine Seite schreiben</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>Webseiten (*.html)</translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation>Bericht wird geschrieben…</translation>
    </message>
    <message>
        <source>Report written to %1</source>
        <translation>Bericht geschrieben nach %1</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>%1 files exported</source>
        <translation>%1 Dateien exportiert</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet…</translation>
    </message>
    <message>
        <source>MLink Workbench</source>
        <translation>MLink Workbench</translation>
    </message>
    <message>
        <source>%1 — MLink Workbench</source>
        <translation>%1 — MLink Workbench</translation>
    </message>
    <message>
        <source>%1 failed. %2</source>
        <translation>%1 fehlgeschlagen. %2</translation>
    </message>
    <message>
        <source>%1 stopped; what is finished is kept.</source>
        <translation>%1 angehalten; Fertiges bleibt erhalten.</translation>
    </message>
    <message>
        <source>New experiment</source>
        <translation>Neues Experiment</translation>
    </message>
    <message>
        <source>Experiments (*.mlink)</source>
        <translation>Experimente (*.mlink)</translation>
    </message>
    <message>
        <source>Open experiment</source>
        <translation>Experiment öffnen</translation>
    </message>
    <message>
        <source>Export every table and chart into a folder</source>
        <translation>Jede Tabelle und jedes Diagramm in einen Ordner exportieren</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>Wird exportiert…</translation>
    </message>
    <message>
        <source>Make or open an experiment first, then drop videos and manifests on it.</source>
        <translation>Zuerst ein Experiment anlegen oder öffnen, dann Videos und Manifeste darauf ziehen.</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Open an experiment first.</source>
        <translation>Zuerst ein Experiment öffnen.</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Boxen</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Verknüpfungen</translation>
    </message>
    <message>
        <source>p %1, lift %2</source>
        <translation>p %1, Gewinn %2</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>%1 frames; type a number behind it for a frame</source>
        <translation>%1 Frames; eine Zahl dahinter führt zu einem Frame</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Budget %1</source>
        <translation>Budget %1</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>%1, frame %2</source>
        <translation>%1, Frame %2</translation>
    </message>
    <message>
        <source>%1 is running.</source>
        <translation>%1 läuft.</translation>
    </message>
    <message>
        <source>The demo %1 is being made.</source>
        <translation>Die Demo %1 wird gerade erstellt.</translation>
    </message>
    <message>
        <source>What is finished is kept.</source>
        <translation>Was fertig ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Stopping; then it closes.</source>
        <translation>Wird gestoppt; dann wird geschlossen.</translation>
    </message>
    <message>
        <source>It closes when all is done.</source>
        <translation>Wird geschlossen, wenn alles fertig ist.</translation>
    </message>
    <message>
        <source>La&amp;youts</source>
        <translation>An&amp;ordnungen</translation>
    </message>
    <message>
        <source>&amp;One page at a time</source>
        <translation>&amp;Eine Seite</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Speichern als…</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Umbenennen…</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>The layout %1 cannot be read; one page is shown at a time.</source>
        <translation>Die Anordnung %1 ist nicht lesbar; es wird eine Seite gezeigt.</translation>
    </message>
    <message>
        <source>Rename the layout</source>
        <translation>Anordnung umbenennen</translation>
    </message>
    <message>
        <source>Save the layout</source>
        <translation>Anordnung speichern</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name:</translation>
    </message>
    <message>
        <source>A layout needs a name that no other one has.</source>
        <translation>Eine Anordnung braucht einen Namen, den keine andere hat.</translation>
    </message>
    <message>
        <source>The arrangement that was shown last cannot be read; one page is shown at a time.</source>
        <translation>Die zuletzt gezeigte Anordnung ist nicht lesbar; es wird eine Seite gezeigt.</translation>
    </message>
    <message>
        <source>The demo %1 was stopped; what is finished is kept.</source>
        <translation>Die Demo %1 wurde gestoppt; was fertig ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The demo %1 is made.</source>
        <translation>Die Demo %1 ist erstellt.</translation>
    </message>
    <message>
        <source>The demo %1 is made: open it from Welcome.</source>
        <translation>Die Demo %1 ist erstellt: auf der Startseite öffnen.</translation>
    </message>
    <message>
        <source>&amp;Figure for a paper…</source>
        <translation>Abbi&amp;ldung für einen Artikel…</translation>
    </message>
    <message>
        <source>Layouts</source>
        <translation>Anordnungen</translation>
    </message>
    <message>
        <source>Add a black box from a s&amp;erver…</source>
        <translation>Black Box von &amp;einem Server hinzufügen…</translation>
    </message>
    <message>
        <source>Copied, as a picture and as text</source>
        <translation>Kopiert, als Bild und als Text</translation>
    </message>
    <message>
        <source>Copied, as a picture</source>
        <translation>Kopiert, als Bild</translation>
    </message>
    <message>
        <source>Export this vie&amp;w…</source>
        <translation>Diese Ansicht e&amp;xportieren…</translation>
    </message>
    <message>
        <source>&amp;Copy this view</source>
        <translation>Diese Ansicht &amp;kopieren</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MatrixBar</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>as in the file</source>
        <translation>nach Datei</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>nach Name</translation>
    </message>
    <message>
        <source>by P1</source>
        <translation>nach P1</translation>
    </message>
    <message>
        <source>by P2</source>
        <translation>nach P2</translation>
    </message>
    <message>
        <source>by clusters</source>
        <translation>nach Gruppen</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>Ordnen</translation>
    </message>
    <message>
        <source>Clusters: boxes whose links take away most of each other&apos;s prior error stand together.
By hand: drag the name of a box, or move the chosen link&apos;s boxes by Alt and the arrows.</source>
        <translation>Gruppen: Boxen, deren Verknüpfungen einander am meisten vom Fehler des Priors nehmen, stehen beisammen.
Von Hand: den Namen einer Box ziehen, oder die Boxen der gewählten Verknüpfung mit Alt und den Pfeilen verschieben.</translation>
    </message>
    <message>
        <source>Back to the order of the file</source>
        <translation>Zurück zur Ordnung der Datei</translation>
    </message>
    <message>
        <source>Smaller cells (Ctrl+−)</source>
        <translation>Kleinere Zellen (Strg+−)</translation>
    </message>
    <message>
        <source>Larger cells (Ctrl++)</source>
        <translation>Größere Zellen (Strg++)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Ganz</translation>
    </message>
    <message>
        <source>Cells as they fit (Ctrl+0)</source>
        <translation>Zellen passend (Strg+0)</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 Frames</translation>
    </message>
    <message>
        <source>The stored links judged on frames they never saw, on those that trained them, or on all.</source>
        <translation>Die gespeicherten Verknüpfungen, beurteilt auf Frames, die sie nie sahen, auf denen des Trainings, oder auf allen.</translation>
    </message>
    <message>
        <source>not seen in training</source>
        <translation>im Training nicht gesehen</translation>
    </message>
    <message>
        <source>seen in training: they flatter</source>
        <translation>im Training gesehen: sie schmeicheln</translation>
    </message>
    <message>
        <source>%1 seen in training flatter</source>
        <translation>%1 im Training gesehene schmeicheln</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>nicht zu sagen</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MatrixCorner</name>
    <message>
        <source>training rows</source>
        <translation>Trainingszeilen</translation>
    </message>
    <message>
        <source>all rows</source>
        <translation>alle Zeilen</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MatrixDelegate</name>
    <message>
        <source>not trained</source>
        <translation>nicht trainiert</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MatrixHead</name>
    <message>
        <source>Drag to another place: rows and columns follow</source>
        <translation>An eine andere Stelle ziehen: Zeilen und Spalten folgen</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MatrixLegend</name>
    <message>
        <source>p, tick: prior</source>
        <translation>p, Strich: Prior</translation>
    </message>
    <message>
        <source>not trained</source>
        <translation>nicht trainiert</translation>
    </message>
    <message>
        <source>≈ prior: lift within its 95 % interval</source>
        <translation>≈ Prior: Gewinn innerhalb seines 95-%-Intervalls</translation>
    </message>
    <message>
        <source>lift</source>
        <translation>Gewinn</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MatrixModel</name>
    <message>
        <source>≈ prior</source>
        <translation>≈ Prior</translation>
    </message>
    <message>
        <source>%1, 95 % interval %2 to %3</source>
        <translation>%1, 95-%-Intervall %2 bis %3</translation>
    </message>
    <message>
        <source>measured as</source>
        <translation>gemessen als</translation>
    </message>
    <message>
        <source>prior</source>
        <translation>Prior</translation>
    </message>
    <message>
        <source>%1, lift %2</source>
        <translation>%1, Gewinn %2</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>%1 trained, %2 tested</source>
        <translation>%1 trainiert, %2 getestet</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 Parameter</translation>
    </message>
    <message>
        <source>net</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>%1, nothing learnt</source>
        <translation>%1, nichts gelernt</translation>
    </message>
    <message>
        <source>Pearson</source>
        <translation>Pearson</translation>
    </message>
    <message>
        <source>%1 → %2: not trained</source>
        <translation>%1 → %2: nicht trainiert</translation>
    </message>
    <message>
        <source>%1 trained; figures on %2 training frames</source>
        <translation>%1 trainiert; Zahlen auf %2 Trainingsframes</translation>
    </message>
    <message>
        <source>%1 trained; figures on all %2 frames</source>
        <translation>%1 trainiert; Zahlen auf allen %2 Frames</translation>
    </message>
    <message>
        <source>%1 to %2: p %3, prior %4, lift %5</source>
        <translation>%1 zu %2: p %3, Prior %4, Gewinn %5</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MatrixPane</name>
    <message>
        <source>P1 predicts</source>
        <translation>P1 sagt vorher</translation>
    </message>
    <message>
        <source>prior</source>
        <translation>Prior</translation>
    </message>
    <message>
        <source>without any source</source>
        <translation>ohne jede Quelle</translation>
    </message>
    <message>
        <source>is predicted</source>
        <translation>wird vorhergesagt</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MatrixView</name>
    <message>
        <source>target →</source>
        <translation>Ziel →</translation>
    </message>
    <message>
        <source>source ↓</source>
        <translation>Quelle ↓</translation>
    </message>
    <message>
        <source>Link matrix, sources by row, targets by column</source>
        <translation>Verknüpfungsmatrix, Quellen je Zeile, Ziele je Spalte</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MethodTrainer</name>
    <message>
        <source>%1 is trained already</source>
        <translation>%1 ist schon trainiert</translation>
    </message>
    <message>
        <source>%1 trained in %2</source>
        <translation>%1 in %2 trainiert</translation>
    </message>
    <message>
        <source>is being trained…</source>
        <translation>wird trainiert…</translation>
    </message>
    <message>
        <source>learns from pictures, and there are none: the outputs were recorded</source>
        <translation>lernt aus Bildern, und es gibt keine: die Ausgaben wurden aufgezeichnet</translation>
    </message>
    <message>
        <source>not trained on these outputs</source>
        <translation>nicht auf diesen Ausgaben trainiert</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MethodsMenu</name>
    <message>
        <source>Methods that are compared</source>
        <translation>Verglichene Methoden</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>All that can be used</source>
        <translation>Alle verwendbaren</translation>
    </message>
    <message>
        <source>The usual ones</source>
        <translation>Die üblichen</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>%1 von %2 gezeigt</translation>
    </message>
    <message>
        <source>%1: %2. Train…</source>
        <translation>%1: %2. Trainieren…</translation>
    </message>
</context>
<context>
    <name>mlink::ui::MethodsModel</name>
    <message>
        <source>changes by frame</source>
        <translation>wechselt je Frame</translation>
    </message>
    <message>
        <source>changes by period</source>
        <translation>wechselt je Periode</translation>
    </message>
    <message>
        <source>nothing fits, priors only</source>
        <translation>nichts passt, nur Priors</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>95 % interval by bootstrap over frames</source>
        <translation>95-%-Intervall durch Bootstrap über Frames</translation>
    </message>
    <message>
        <source>Share of all boxes that is run in a frame</source>
        <translation>Anteil aller Boxen, der in einem Frame läuft</translation>
    </message>
    <message>
        <source>Mean over frames and boxes; a box that is run counts 1</source>
        <translation>Mittel über Frames und Boxen; eine ausgeführte Box zählt 1</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Intervall</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>What is run</source>
        <translation>Was läuft</translation>
    </message>
</context>
<context>
    <name>mlink::ui::NeedsModel</name>
    <message>
        <source>never, %1 at most</source>
        <translation>nie, höchstens %1</translation>
    </message>
    <message>
        <source>%1 needs %2</source>
        <translation>%1 braucht %2</translation>
    </message>
    <message>
        <source>never: %1 at most</source>
        <translation>nie: höchstens %1</translation>
    </message>
    <message>
        <source>needs %1</source>
        <translation>braucht %1</translation>
    </message>
    <message>
        <source>%1 reaches %2 with %3</source>
        <translation>%1 erreicht %2 mit %3</translation>
    </message>
    <message>
        <source>%1 never reaches %2: it gives %3 at most, whatever the budget</source>
        <translation>%1 erreicht %2 nie: Es gibt höchstens %3, bei jedem Budget</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
</context>
<context>
    <name>mlink::ui::NeedsRow</name>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 needs %2</source>
        <translation>%1 braucht %2</translation>
    </message>
    <message>
        <source>%1 needs</source>
        <translation>%1 braucht</translation>
    </message>
    <message>
        <source>%1 by the training part</source>
        <translation>%1 nach dem Trainingsteil</translation>
    </message>
    <message>
        <source>more than the training part knows</source>
        <translation>mehr, als der Trainingsteil weiß</translation>
    </message>
    <message>
        <source>%1; in the replay</source>
        <translation>%1; im Replay</translation>
    </message>
</context>
<context>
    <name>mlink::ui::OutputsPanel</name>
    <message>
        <source>%1 of %2 %3</source>
        <translation>%1 von %2 %3</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>what is stored, box by camera, left to right in time</source>
        <translation>was gespeichert ist, Box je Kamera, von links nach rechts in der Zeit</translation>
    </message>
    <message>
        <source>Outputs by box and camera</source>
        <translation>Ausgaben je Box und Kamera</translation>
    </message>
    <message>
        <source>Collect</source>
        <translation>Sammeln</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profilieren</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Run every box on every frame that has no output yet</source>
        <translation>Jede Box auf jedem Frame ausführen, der noch keine Ausgabe hat</translation>
    </message>
    <message>
        <source>Measure time and memory of each box</source>
        <translation>Zeit und Speicherbedarf jeder Box messen</translation>
    </message>
    <message>
        <source>Train links and ensembles on the stored outputs</source>
        <translation>Verknüpfungen und Ensembles auf den gespeicherten Ausgaben trainieren</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>%1, %2, frame %3: %4</source>
        <translation>%1, %2, Frame %3: %4</translation>
    </message>
    <message>
        <source> (and %1 more)</source>
        <translation> (und %1 weitere)</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>wird angehalten…</translation>
    </message>
    <message>
        <source>A stop keeps what is finished; the next collect goes on.</source>
        <translation>Beim Anhalten bleibt Fertiges erhalten; das nächste Sammeln setzt fort.</translation>
    </message>
    <message>
        <source>%1 of %2 outputs</source>
        <translation>%1 von %2 Ausgaben</translation>
    </message>
    <message>
        <source>Collect needs a video and a black box.</source>
        <translation>Sammeln braucht ein Video und eine Black Box.</translation>
    </message>
    <message>
        <source>What is stored already is kept; collect goes on with the rest.</source>
        <translation>Gespeichertes bleibt erhalten; Sammeln setzt mit dem Rest fort.</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>gespeichert</translation>
    </message>
</context>
<context>
    <name>mlink::ui::Overlay</name>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>mlink::ui::PageArea</name>
    <message>
        <source>Links and Replay</source>
        <translation>Verknüpfungen und Replay</translation>
    </message>
    <message>
        <source>Everything for a demonstration</source>
        <translation>Alles für eine Vorführung</translation>
    </message>
</context>
<context>
    <name>mlink::ui::PairsModel</name>
    <message>
        <source>≠ differs</source>
        <translation>≠ anders</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
</context>
<context>
    <name>mlink::ui::PartStack</name>
    <message>
        <source>Profile</source>
        <translation>Profilieren</translation>
    </message>
</context>
<context>
    <name>mlink::ui::PeriodsView</name>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 is first in the one period.</source>
        <translation>%1 ist Erster in der einen Periode.</translation>
    </message>
    <message>
        <source>%1 is first in all %2 periods.</source>
        <translation>%1 ist Erster in allen %2 Perioden.</translation>
    </message>
    <message>
        <source>%1 is first in %2 of %3 periods</source>
        <translation>%1 ist Erster in %2 von %3 Perioden</translation>
    </message>
    <message>
        <source>, %1 in %2</source>
        <translation>, %1 in %2</translation>
    </message>
    <message>
        <source>%1: a close race.</source>
        <translation>%1: ein knappes Rennen.</translation>
    </message>
    <message>
        <source>Activation probability by period</source>
        <translation>Aktivierungswahrscheinlichkeit je Periode</translation>
    </message>
    <message>
        <source>%1, %2 to %3: P %4</source>
        <translation>%1, %2 bis %3: P %4</translation>
    </message>
    <message>
        <source>%1, the highest</source>
        <translation>%1, das höchste</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Length of a period</source>
        <translation>Länge einer Periode</translation>
    </message>
    <message>
        <source>Length of a period in seconds</source>
        <translation>Länge einer Periode in Sekunden</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>highest</source>
        <translation>höchstes</translation>
    </message>
</context>
<context>
    <name>mlink::ui::PictureView</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>mlink::ui::PinsModel</name>
    <message>
        <source>accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>boxes run</source>
        <translation>ausgeführte Boxen</translation>
    </message>
    <message>
        <source>share run</source>
        <translation>ausgeführter Anteil</translation>
    </message>
    <message>
        <source>time per frame</source>
        <translation>Zeit je Frame</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1 (%2 bis %3)</translation>
    </message>
    <message>
        <source>changes by frame</source>
        <translation>wechselt je Frame</translation>
    </message>
    <message>
        <source>changes by period</source>
        <translation>wechselt je Periode</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>An interval of the difference is told where one of the two is mlink, at the same budget.</source>
        <translation>Ein Intervall der Differenz gibt es, wenn eines der beiden mlink ist, bei gleichem Budget.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
</context>
<context>
    <name>mlink::ui::PinsView</name>
    <message>
        <source>Pins side by side</source>
        <translation>Merkpunkte nebeneinander</translation>
    </message>
    <message>
        <source>Take the pins away</source>
        <translation>Merkpunkte entfernen</translation>
    </message>
    <message>
        <source>Take the pins away (Esc)</source>
        <translation>Merkpunkte entfernen (Esc)</translation>
    </message>
</context>
<context>
    <name>mlink::ui::Presentation</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>one</source>
        <translation>eine</translation>
    </message>
    <message>
        <source>two</source>
        <translation>zwei</translation>
    </message>
    <message>
        <source>three</source>
        <translation>drei</translation>
    </message>
    <message>
        <source>four</source>
        <translation>vier</translation>
    </message>
    <message>
        <source>five</source>
        <translation>fünf</translation>
    </message>
    <message>
        <source>six</source>
        <translation>sechs</translation>
    </message>
    <message>
        <source>← → bookmarks, ↑ ↓ budget, space play, Esc leave</source>
        <translation>← → Lesezeichen, ↑ ↓ Budget, Leertaste abspielen, Esc verlassen</translation>
    </message>
    <message>
        <source>%1 with all %2</source>
        <translation>%1 mit allen %2</translation>
    </message>
    <message>
        <source>output accuracy</source>
        <translation>Ausgabegenauigkeit</translation>
    </message>
    <message>
        <source>of 1.00 with all %1</source>
        <translation>von 1.00 mit allen %1</translation>
    </message>
    <message>
        <source>time per frame</source>
        <translation>Zeit je Frame</translation>
    </message>
    <message>
        <source>of %1 allowed</source>
        <translation>von %1 erlaubt</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>What runs changes in time</source>
        <translation>Was läuft, wechselt mit der Zeit</translation>
    </message>
    <message>
        <source>Run %1, predict %2</source>
        <translation>%1 ausführen, %2 vorhersagen</translation>
    </message>
</context>
<context>
    <name>mlink::ui::RegionDialog</name>
    <message>
        <source>%1 region</source>
        <translation>%1 Ausschnitt</translation>
    </message>
    <message>
        <source>A region of %1</source>
        <translation>Ein Ausschnitt von %1</translation>
    </message>
    <message>
        <source>The picture is read.</source>
        <translation>Das Bild wird gelesen.</translation>
    </message>
    <message>
        <source>x</source>
        <translation>x</translation>
    </message>
    <message>
        <source>y</source>
        <translation>y</translation>
    </message>
    <message>
        <source>width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>%1 of the region</source>
        <translation>%1 des Ausschnitts</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Name of the new camera</source>
        <translation>Name der neuen Kamera</translation>
    </message>
    <message>
        <source>Add as camera</source>
        <translation>Als Kamera hinzufügen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Drag over the picture, or type the numbers.</source>
        <translation>Über das Bild ziehen oder die Zahlen eingeben.</translation>
    </message>
    <message>
        <source>The region reaches beyond the picture of %1×%2.</source>
        <translation>Der Ausschnitt reicht über das Bild von %1×%2 hinaus.</translation>
    </message>
    <message>
        <source>The camera needs a name.</source>
        <translation>Die Kamera braucht einen Namen.</translation>
    </message>
    <message>
        <source>There is a camera %1 already.</source>
        <translation>Eine Kamera %1 gibt es schon.</translation>
    </message>
    <message>
        <source>Arrows move it, Shift+arrows resize it, Ctrl by ten.</source>
        <translation>Pfeile verschieben ihn, Umschalt+Pfeile ändern die Größe, Strg um zehn.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::RegionView</name>
    <message>
        <source>Region of the picture</source>
        <translation>Ausschnitt des Bildes</translation>
    </message>
    <message>
        <source>None yet: drag over the picture.</source>
        <translation>Noch keiner: über das Bild ziehen.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ReplayPage</name>
    <message>
        <source>Replay</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder Pause</translation>
    </message>
    <message>
        <source>Space, K</source>
        <translation>Leertaste, K</translation>
    </message>
    <message>
        <source>A frame back, on</source>
        <translation>Einen Frame zurück, weiter</translation>
    </message>
    <message>
        <source>Breakpoint below, above</source>
        <translation>Knickstelle darunter, darüber</translation>
    </message>
    <message>
        <source>Next wrong frame</source>
        <translation>Nächster falscher Frame</translation>
    </message>
    <message>
        <source>Wrong frame before</source>
        <translation>Voriger falscher Frame</translation>
    </message>
    <message>
        <source>No replay yet. Open an experiment first.</source>
        <translation>Noch kein Replay. Zuerst ein Experiment öffnen.</translation>
    </message>
    <message>
        <source>No replay yet. It needs links between two or more boxes.</source>
        <translation>Noch kein Replay. Nötig sind Verknüpfungen zwischen zwei oder mehr Boxen.</translation>
    </message>
    <message>
        <source>Reading the outputs…</source>
        <translation>Ausgaben werden gelesen…</translation>
    </message>
    <message>
        <source>Replaying… It takes about 2 s.</source>
        <translation>Replay läuft… Das dauert etwa 2 s.</translation>
    </message>
    <message>
        <source>No replay yet. It takes about 2 s.</source>
        <translation>Noch kein Replay. Es dauert etwa 2 s.</translation>
    </message>
    <message>
        <source>the replay at %1 is kept in Runs</source>
        <translation>das Replay bei %1 liegt unter Läufe</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Pin this budget, go to the pin</source>
        <translation>Dieses Budget merken, zum Merkpunkt gehen</translation>
    </message>
    <message>
        <source>Shift+A or B, A or B</source>
        <translation>Umschalt+A oder B, A oder B</translation>
    </message>
    <message>
        <source>Take the pins away</source>
        <translation>Merkpunkte entfernen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Zoom the strips, to a stretch, show all</source>
        <translation>Streifen zoomen, auf ein Stück, alles zeigen</translation>
    </message>
    <message>
        <source>Ctrl+wheel, Ctrl+drag, double click above</source>
        <translation>Strg+Rad, Strg+Ziehen, Doppelklick darüber</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ReplayView</name>
    <message>
        <source>begins at %1</source>
        <translation>beginnt bei %1</translation>
    </message>
    <message>
        <source>goes on at %1</source>
        <translation>geht weiter bei %1</translation>
    </message>
    <message>
        <source>ended at %1</source>
        <translation>endete bei %1</translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <translation>%1 %2.</translation>
    </message>
    <message>
        <source>%1 · frame %2</source>
        <translation>%1 · Frame %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %2, run</source>
        <translation>%1 %2, ausgeführt</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 ~%2, %3 sure, exact %4</source>
        <translation>%1 ~%2, zu %3 sicher, exakt %4</translation>
    </message>
    <message>
        <source>%1 ~%2, exact %3</source>
        <translation>%1 ~%2, exakt %3</translation>
    </message>
    <message>
        <source>%1 is wrong: %2.</source>
        <translation>%1 ist falsch: %2.</translation>
    </message>
    <message>
        <source>Links were trained on this frame; only exact outputs are shown.</source>
        <translation>Auf diesem Frame wurden Verknüpfungen trainiert; nur exakte Ausgaben werden gezeigt.</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>%1, frame by frame</source>
        <translation>%1, Frame für Frame</translation>
    </message>
    <message>
        <source>all cameras</source>
        <translation>alle Kameras</translation>
    </message>
    <message>
        <source>This frame, %1</source>
        <translation>Dieser Frame, %1</translation>
    </message>
    <message>
        <source>Why nothing is run</source>
        <translation>Warum nichts läuft</translation>
    </message>
    <message>
        <source>Why %1 is run</source>
        <translation>Warum %1 läuft</translation>
    </message>
    <message>
        <source>Why %1 are run</source>
        <translation>Warum %1 laufen</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Export the frontier and the methods</source>
        <translation>Grenzkurve und Methoden exportieren</translation>
    </message>
    <message>
        <source>Keep this replay</source>
        <translation>Dieses Replay behalten</translation>
    </message>
    <message>
        <source>Keep this replay: its figures at this budget stay in the file, on the page Runs</source>
        <translation>Dieses Replay behalten: Seine Zahlen bei diesem Budget bleiben in der Datei, auf der Seite Läufe</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>Export the picture</source>
        <translation>Bild exportieren</translation>
    </message>
    <message>
        <source>In time</source>
        <translation>Im Zeitverlauf</translation>
    </message>
    <message>
        <source>this camera</source>
        <translation>diese Kamera</translation>
    </message>
    <message>
        <source>Cameras in the strips</source>
        <translation>Kameras in den Streifen</translation>
    </message>
    <message>
        <source>Export the strips</source>
        <translation>Streifen exportieren</translation>
    </message>
    <message>
        <source>This frame</source>
        <translation>Dieser Frame</translation>
    </message>
    <message>
        <source>%1, heights are shares of the frames</source>
        <translation>%1, Höhen sind Anteile der Frames</translation>
    </message>
    <message>
        <source>Methods: %1 of %2</source>
        <translation>Methoden: %1 von %2</translation>
    </message>
    <message>
        <source>Methods in chart, table and curves</source>
        <translation>Methoden in Diagramm, Tabelle und Kurven</translation>
    </message>
    <message>
        <source>Strips: %1 of %2</source>
        <translation>Streifen: %1 von %2</translation>
    </message>
    <message>
        <source>Methods whose strips are shown</source>
        <translation>Methoden, deren Streifen gezeigt werden</translation>
    </message>
</context>
<context>
    <name>mlink::ui::RunCompare</name>
    <message>
        <source>Compare this run</source>
        <translation>Diesen Lauf vergleichen</translation>
    </message>
    <message>
        <source>With this run</source>
        <translation>Mit diesem Lauf</translation>
    </message>
    <message>
        <source>Swap the two</source>
        <translation>Beide tauschen</translation>
    </message>
    <message>
        <source>what differs</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Settings shown</source>
        <translation>Gezeigte Einstellungen</translation>
    </message>
    <message>
        <source>Settings of both runs</source>
        <translation>Einstellungen beider Läufe</translation>
    </message>
    <message>
        <source>Difference of p</source>
        <translation>Differenz von p</translation>
    </message>
    <message>
        <source>%1, in use</source>
        <translation>%1, in Gebrauch</translation>
    </message>
    <message>
        <source>Reading both runs…</source>
        <translation>Beide Läufe werden gelesen…</translation>
    </message>
    <message>
        <source>Choose two runs to see them side by side: Ctrl and a click, or the fields above.</source>
        <translation>Zwei Läufe wählen, um sie nebeneinander zu sehen: Strg und Klick oder die Felder oben.</translation>
    </message>
    <message>
        <source>what differs %1</source>
        <translation>Unterschiede %1</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>alle %1</translation>
    </message>
    <message>
        <source>%1 less %2; bold: more than its 95&#x2009;% interval</source>
        <translation>%1 minus&#x2009;%2; fett: mehr als das 95-%-Intervall</translation>
    </message>
</context>
<context>
    <name>mlink::ui::RunDetails</name>
    <message>
        <source>Settings and inputs of the run</source>
        <translation>Einstellungen und Eingaben des Laufs</translation>
    </message>
    <message>
        <source>Command that makes it again</source>
        <translation>Befehl, der ihn wiederholt</translation>
    </message>
    <message>
        <source>Copy the command that makes it again</source>
        <translation>Den Befehl kopieren, der ihn wiederholt</translation>
    </message>
    <message>
        <source>What is worth knowing of this run</source>
        <translation>Was über diesen Lauf zu wissen ist</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>saved %1</source>
        <translation>gespart: %1</translation>
    </message>
</context>
<context>
    <name>mlink::ui::RunOrderView</name>
    <message>
        <source>Budget and who is run</source>
        <translation>Budget und wer läuft</translation>
    </message>
</context>
<context>
    <name>mlink::ui::RunSteps</name>
    <message>
        <source>%1 is called so now</source>
        <translation>%1 heißt jetzt so</translation>
    </message>
    <message>
        <source>the name of %1</source>
        <translation>Name von %1</translation>
    </message>
    <message>
        <source>The note of %1 is saved</source>
        <translation>Die Notiz zu %1 ist gespeichert</translation>
    </message>
    <message>
        <source>the note of %1</source>
        <translation>Notiz zu %1</translation>
    </message>
    <message>
        <source>Other links are in use</source>
        <translation>Andere Verknüpfungen sind in Gebrauch</translation>
    </message>
    <message>
        <source>the links in use</source>
        <translation>Verknüpfungen in Gebrauch</translation>
    </message>
</context>
<context>
    <name>mlink::ui::RunsModel</name>
    <message>
        <source>in use</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Neuer Name</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>wird angehalten…</translation>
    </message>
    <message>
        <source>%1, in use</source>
        <translation>%1, in Gebrauch</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>95&#x2009;% interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <translation>d.M. HH:mm</translation>
    </message>
    <message>
        <source>d MMMM yyyy, HH:mm:ss</source>
        <translation>d. MMMM yyyy, HH:mm:ss</translation>
    </message>
</context>
<context>
    <name>mlink::ui::RunsPage</name>
    <message>
        <source>Nothing computed yet.</source>
        <translation>Noch nichts berechnet.</translation>
    </message>
    <message>
        <source>Run next step</source>
        <translation>Nächsten Schritt ausführen</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>Alle %1</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Choose one in the list.</source>
        <translation>Einen in der Liste wählen.</translation>
    </message>
    <message>
        <source>, in use</source>
        <translation>, in Gebrauch</translation>
    </message>
    <message>
        <source>, not in use</source>
        <translation>, nicht in Gebrauch</translation>
    </message>
    <message>
        <source>The experiment can only be read.</source>
        <translation>Das Experiment ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>Choose a run first.</source>
        <translation>Zuerst einen Lauf wählen.</translation>
    </message>
    <message>
        <source>These links are in use.</source>
        <translation>Diese Verknüpfungen sind in Gebrauch.</translation>
    </message>
    <message>
        <source>Only link sets are used.</source>
        <translation>Verwendet werden nur Verknüpfungssätze.</translation>
    </message>
    <message>
        <source>Show and replay these links from now on</source>
        <translation>Ab jetzt diese Verknüpfungen zeigen und im Replay verwenden</translation>
    </message>
    <message>
        <source>It keeps its name.</source>
        <translation>Der Name bleibt.</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>It has no place for a note.</source>
        <translation>Dafür gibt es keine Notiz.</translation>
    </message>
    <message>
        <source>Write what is worth knowing of it</source>
        <translation>Aufschreiben, was darüber zu wissen ist</translation>
    </message>
    <message>
        <source>It is not made from here.</source>
        <translation>Er wird nicht von hier aus erstellt.</translation>
    </message>
    <message>
        <source>Run the step again with the same settings</source>
        <translation>Schritt mit denselben Einstellungen wiederholen</translation>
    </message>
    <message>
        <source>Links in use are not deleted. Use others first.</source>
        <translation>Verknüpfungen in Gebrauch werden nicht gelöscht. Zuerst andere verwenden.</translation>
    </message>
    <message>
        <source>Del. It can be undone for a moment.</source>
        <translation>Entf. Kann für kurze Zeit rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Settings and figures side by side</source>
        <translation>Einstellungen und Zahlen nebeneinander</translation>
    </message>
    <message>
        <source>Choose exactly two runs.</source>
        <translation>Genau zwei Läufe wählen.</translation>
    </message>
    <message>
        <source>%1 of %2 selected · %3 of %4</source>
        <translation>%1 von %2 · %3 von %4</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>everything computed in %1, newest first</source>
        <translation>alles in %1 Berechnete, neuestes zuerst</translation>
    </message>
    <message>
        <source>%1 deleted.</source>
        <translation>%1 gelöscht.</translation>
    </message>
    <message>
        <source>%1 runs deleted.</source>
        <translation>%1 Läufe gelöscht.</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>%1 gelöscht</translation>
    </message>
    <message>
        <source>%1 runs deleted</source>
        <translation>%1 Läufe gelöscht</translation>
    </message>
    <message>
        <source>Export tables and charts (Ctrl+E)</source>
        <translation>Tabellen und Diagramme exportieren (Strg+E)</translation>
    </message>
    <message>
        <source>All runs</source>
        <translation>Alle Läufe</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Kinds shown</source>
        <translation>Gezeigte Arten</translation>
    </message>
    <message>
        <source>Name, setting or note</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search runs by name, setting or note</source>
        <translation>Läufe nach Name, Einstellung oder Notiz suchen</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Nutzen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Compare two</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Make again</source>
        <translation>Erneut</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Verglichen mit</translation>
    </message>
    <message>
        <source>settings and figures, side by side</source>
        <translation>Einstellungen und Zahlen, nebeneinander</translation>
    </message>
    <message>
        <source>Right side</source>
        <translation>Rechte Seite</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ScoreBars</name>
    <message>
        <source>Frames by %1 from 0 to 1: %2</source>
        <translation>Frames nach %1 von 0 bis 1: %2</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>Frames</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ServerBar</name>
    <message>
        <source>Address of the model</source>
        <translation>Adresse des Modells</translation>
    </message>
    <message>
        <source>Host, port and model of a server that speaks the Open Inference Protocol: Triton, MLServer, KServe. grpcs:// is encrypted.</source>
        <translation>Rechner, Port und Modell eines Servers, der das Open Inference Protocol spricht: Triton, MLServer, KServe. grpcs:// ist verschlüsselt.</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>die des Systems</translation>
    </message>
    <message>
        <source>File of the certificates of who signed the server&apos;s, for grpcs://</source>
        <translation>Datei mit den Zertifikaten dessen, der das des Servers unterschrieben hat, für grpcs://</translation>
    </message>
    <message>
        <source>Token file</source>
        <translation>Token-Datei</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>File with the token that goes with each call</source>
        <translation>Datei mit dem Token, das mit jedem Aufruf mitgeht</translation>
    </message>
    <message>
        <source>Manifest&apos;s file</source>
        <translation>Datei des Manifests</translation>
    </message>
    <message>
        <source>Where the manifest is saved</source>
        <translation>Wo das Manifest gespeichert wird</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Asks the server what the model takes and gives</source>
        <translation>Fragt den Server, was das Modell bekommt und was es gibt</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>Manifest</translation>
    </message>
    <message>
        <source>Save and add</source>
        <translation>Speichern und hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Choose the file of certificates</source>
        <translation>Datei der Zertifikate wählen</translation>
    </message>
    <message>
        <source>Choose the file with the token</source>
        <translation>Datei mit dem Token wählen</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern als</translation>
    </message>
    <message>
        <source>Choose where the manifest is saved</source>
        <translation>Wählen, wo das Manifest gespeichert wird</translation>
    </message>
    <message>
        <source>A black box on an inference server</source>
        <translation>Eine Black Box auf einem Inferenz-Server</translation>
    </message>
    <message>
        <source>Type the address of a model: grpc://host:8001/model</source>
        <translation>Die Adresse eines Modells eingeben: grpc://rechner:8001/modell</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1 wird gefragt…</translation>
    </message>
    <message>
        <source>%1 answers. It takes %2 and gives %3.</source>
        <translation>%1 antwortet. Das Modell bekommt %2 und gibt %3.</translation>
    </message>
    <message>
        <source>Look at what it does not say before you add it:</source>
        <translation>Vor dem Hinzufügen ist anzusehen, was er nicht sagt:</translation>
    </message>
    <message>
        <source>Say where the manifest is saved.</source>
        <translation>Es fehlt, wo das Manifest gespeichert wird.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::SetRow</name>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>output accuracy</source>
        <translation>Ausgabegenauigkeit</translation>
    </message>
    <message>
        <source>output accuracy %1</source>
        <translation>Ausgabegenauigkeit %1</translation>
    </message>
    <message>
        <source>Use the selection</source>
        <translation>Auswahl verwenden</translation>
    </message>
    <message>
        <source>Use the selection at %1</source>
        <translation>Auswahl bei %1 verwenden</translation>
    </message>
</context>
<context>
    <name>mlink::ui::SetsModel</name>
    <message>
        <source>both</source>
        <translation>beide</translation>
    </message>
    <message>
        <source>all three</source>
        <translation>alle drei</translation>
    </message>
    <message>
        <source>all four</source>
        <translation>alle vier</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>alle %1</translation>
    </message>
    <message>
        <source>all but %1</source>
        <translation>alle außer %1</translation>
    </message>
    <message>
        <source>No method runs this set at its cost.</source>
        <translation>Keine Methode führt diesen Satz zu seinen Kosten aus.</translation>
    </message>
    <message>
        <source>At its cost %1 run this set.</source>
        <translation>Zu seinen Kosten führen ihn aus: %1.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausgeführt</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Output accuracy</source>
        <translation>Ausgabegenauigkeit</translation>
    </message>
    <message>
        <source>Chosen by</source>
        <translation>Gewählt von</translation>
    </message>
</context>
<context>
    <name>mlink::ui::SettingsPanel</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>all cores</source>
        <translation>alle Kerne</translation>
    </message>
    <message>
        <source>Threads that collecting and training use. This machine has %1 cores.</source>
        <translation>Threads, die Sammeln und Trainieren nutzen. Dieser Rechner hat %1 Kerne.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Run black boxes on a GPU where there is one</source>
        <translation>Black Boxes auf einer GPU ausführen, wo es eine gibt</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Forget recent experiments</source>
        <translation>Zuletzt geöffnete vergessen</translation>
    </message>
    <message>
        <source>The next training</source>
        <translation>Das nächste Training</translation>
    </message>
    <message>
        <source>Share of the frames that trains; the rest tests. The paper takes 0.1 of a video.</source>
        <translation>Anteil der Frames, der trainiert; der Rest testet. Das Paper nimmt 0.1 eines Videos.</translation>
    </message>
    <message>
        <source>Part that trains</source>
        <translation>Trainingsteil</translation>
    </message>
    <message>
        <source>First in time</source>
        <translation>Zeitlich zuerst</translation>
    </message>
    <message>
        <source>Whole clips</source>
        <translation>Ganze Clips</translation>
    </message>
    <message>
        <source>Which frames train</source>
        <translation>Trainingsframes</translation>
    </message>
    <message>
        <source>Whole clips: files are drawn by the seed, and never stand on both sides.</source>
        <translation>Ganze Clips: Dateien werden nach dem Seed gezogen und stehen nie auf beiden Seiten.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>The best epoch by an inner part of the training frames is kept.</source>
        <translation>Behalten wird die beste Epoche nach einem inneren Teil der Trainingsframes.</translation>
    </message>
    <message>
        <source>Back to the defaults</source>
        <translation>Auf Vorgaben zurücksetzen</translation>
    </message>
    <message>
        <source>Words and places</source>
        <translation>Schreibweisen und Orte</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Memory: 600MB, 5GB. Memory of a GPU: 2GB-gpu. Time a frame: 60ms, 1.5s.</source>
        <translation>Speicher: 600MB, 5GB. Speicher einer GPU: 2GB-gpu. Zeit je Frame: 60ms, 1.5s.</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Where a file begins: 90, 11:25:01, 2024-05-01T13:22:07, metadata, after NAME.</source>
        <translation>Wo eine Datei beginnt: 90, 11:25:01, 2024-05-01T13:22:07, metadata, after NAME.</translation>
    </message>
    <message>
        <source>Fetched boxes</source>
        <translation>Geholte Boxen</translation>
    </message>
    <message>
        <source>These settings</source>
        <translation>Diese Einstellungen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The window is made anew and goes on where it was; steps are not undone behind it. Files that are written, errors and the log stay English.</source>
        <translation>Das Fenster wird neu aufgebaut und macht weiter, wo es war; Schritte davor lassen sich nicht mehr rückgängig machen. Geschriebene Dateien, Fehler und das Protokoll bleiben englisch.</translation>
    </message>
    <message>
        <source>Undo %1 (Ctrl+Z)</source>
        <translation>Rückgängig: %1 (Strg+Z)</translation>
    </message>
    <message>
        <source>Redo %1 (Ctrl+Shift+Z)</source>
        <translation>Wiederholen: %1 (Strg+Umschalt+Z)</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>Dekodieren</translation>
    </message>
    <message>
        <source>Let the GPU decode videos as well</source>
        <translation>Auch Videos auf der GPU dekodieren</translation>
    </message>
    <message>
        <source>The pictures are the same. What the GPU does not decode, the CPU does, and the end of collecting says why.</source>
        <translation>Die Bilder sind dieselben. Was die GPU nicht dekodiert, dekodiert die CPU, und am Ende des Sammelns steht, warum.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::SharedSelection</name>
    <message>
        <source>%1, frame %2</source>
        <translation>%1, Frame %2</translation>
    </message>
</context>
<context>
    <name>mlink::ui::SourceEdits</name>
    <message>
        <source>%1 taken out again</source>
        <translation>%1 wieder herausgenommen</translation>
    </message>
    <message>
        <source>%1 is there again</source>
        <translation>%1 ist wieder da</translation>
    </message>
    <message>
        <source>%1 are there again</source>
        <translation>%1 sind wieder da</translation>
    </message>
    <message>
        <source>%1 output of %2</source>
        <translation>%1 Ausgabe von %2</translation>
    </message>
    <message>
        <source>%1 outputs of %2</source>
        <translation>%1 Ausgaben von %2</translation>
    </message>
    <message>
        <source>%1 row was of frames that no camera uses</source>
        <translation>%1 Zeile war von Frames, die keine Kamera benutzt</translation>
    </message>
    <message>
        <source>%1 rows were of frames that no camera uses</source>
        <translation>%1 Zeilen waren von Frames, die keine Kamera benutzt</translation>
    </message>
    <message>
        <source>, they were there already</source>
        <translation>, sie waren schon da</translation>
    </message>
    <message>
        <source>%1 video added</source>
        <translation>%1 Video hinzugefügt</translation>
    </message>
    <message>
        <source>%1 videos added</source>
        <translation>%1 Videos hinzugefügt</translation>
    </message>
    <message>
        <source>adding a video</source>
        <translation>Hinzufügen eines Videos</translation>
    </message>
    <message>
        <source>adding %1 videos</source>
        <translation>Hinzufügen von %1 Videos</translation>
    </message>
    <message>
        <source>%1 box added</source>
        <translation>%1 Box hinzugefügt</translation>
    </message>
    <message>
        <source>%1 boxes added</source>
        <translation>%1 Boxen hinzugefügt</translation>
    </message>
    <message>
        <source>adding a box</source>
        <translation>Hinzufügen einer Box</translation>
    </message>
    <message>
        <source>adding %1 boxes</source>
        <translation>Hinzufügen von %1 Boxen</translation>
    </message>
    <message>
        <source>nothing was imported</source>
        <translation>nichts wurde importiert</translation>
    </message>
    <message>
        <source>The outputs of %1 are as they were</source>
        <translation>Die Ausgaben von %1 sind, wie sie waren</translation>
    </message>
    <message>
        <source>the import of %1</source>
        <translation>Import von %1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <translation>Rückgängig gemacht: %1</translation>
    </message>
    <message>
        <source>%1 cameras</source>
        <translation>%1 Kameras</translation>
    </message>
    <message>
        <source>the removal of %1</source>
        <translation>Entfernen von %1</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 entfernt</translation>
    </message>
    <message>
        <source>the place of %1</source>
        <translation>Ort von %1</translation>
    </message>
    <message>
        <source>The file of %1 is found</source>
        <translation>Die Datei von %1 ist gefunden</translation>
    </message>
    <message>
        <source>The manifest of %1 is found</source>
        <translation>Das Manifest von %1 ist gefunden</translation>
    </message>
    <message>
        <source>the name of %1</source>
        <translation>Name von %1</translation>
    </message>
    <message>
        <source>%1 is called %2 now</source>
        <translation>%1 heißt jetzt %2</translation>
    </message>
    <message>
        <source>the order of videos</source>
        <translation>Ordnung der Videos</translation>
    </message>
    <message>
        <source>the order of black boxes</source>
        <translation>Ordnung der Black Boxes</translation>
    </message>
    <message>
        <source>The videos are in another order</source>
        <translation>Die Videos sind anders geordnet</translation>
    </message>
    <message>
        <source>The black boxes are in another order</source>
        <translation>Die Black Boxes sind anders geordnet</translation>
    </message>
    <message>
        <source>the GPU memory of %1</source>
        <translation>GPU-Speicher von %1</translation>
    </message>
    <message>
        <source>the time of %1</source>
        <translation>Zeit von %1</translation>
    </message>
    <message>
        <source>the memory of %1</source>
        <translation>Speicher von %1</translation>
    </message>
    <message>
        <source>%1 needs %2 now</source>
        <translation>%1 braucht jetzt %2</translation>
    </message>
    <message>
        <source>the measured costs of %1</source>
        <translation>gemessene Kosten von %1</translation>
    </message>
    <message>
        <source>%1 costs what was measured</source>
        <translation>%1 kostet, was gemessen wurde</translation>
    </message>
    <message>
        <source>%1 takes %2 a frame now</source>
        <translation>%1 braucht jetzt %2 je Frame</translation>
    </message>
</context>
<context>
    <name>mlink::ui::SourcesPage</name>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Drop videos or a folder here. A region of a picture can be a camera of its own.</source>
        <translation>Videos oder einen Ordner hierher ziehen. Ein Ausschnitt eines Bildes kann eine eigene Kamera sein.</translation>
    </message>
    <message>
        <source>No videos yet. Drop files or a folder here.</source>
        <translation>Noch keine Videos. Dateien oder einen Ordner hierher ziehen.</translation>
    </message>
    <message>
        <source>Add videos…</source>
        <translation>Videos hinzufügen…</translation>
    </message>
    <message>
        <source>Folder of pictures…</source>
        <translation>Ordner mit Bildern…</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Add videos (Ctrl+Shift+V), or a folder of pictures as one video</source>
        <translation>Videos hinzufügen (Strg+Umschalt+V) oder einen Ordner mit Bildern als ein Video</translation>
    </message>
    <message>
        <source>Videos…</source>
        <translation>Videos…</translation>
    </message>
    <message>
        <source>Black boxes</source>
        <translation>Black Boxes</translation>
    </message>
    <message>
        <source>Drop manifests (*.json) or recorded outputs (CSV, Parquet, Arrow, COCO, MOT) here.</source>
        <translation>Manifeste (*.json) oder Ausgaben (CSV, Parquet, Arrow, COCO, MOT) hierher ziehen.</translation>
    </message>
    <message>
        <source>No black boxes yet. Drop manifests (*.json) here.</source>
        <translation>Noch keine Black Boxes. Manifeste (*.json) hierher ziehen.</translation>
    </message>
    <message>
        <source>Add black boxes…</source>
        <translation>Black Boxes hinzufügen…</translation>
    </message>
    <message>
        <source>%1 file</source>
        <translation>%1 Datei</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 Dateien</translation>
    </message>
    <message>
        <source>%1 camera</source>
        <translation>%1 Kamera</translation>
    </message>
    <message>
        <source>%1 cameras</source>
        <translation>%1 Kameras</translation>
    </message>
    <message>
        <source>%1 frame</source>
        <translation>%1 Frame</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 Frames</translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 bereit</translation>
    </message>
    <message>
        <source>%1 with an error</source>
        <translation>%1 mit einem Fehler</translation>
    </message>
    <message>
        <source>%1 with errors</source>
        <translation>%1 mit Fehlern</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Add videos</source>
        <translation>Videos hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder of pictures</source>
        <translation>Ordner mit Bildern hinzufügen</translation>
    </message>
    <message>
        <source>Add black boxes</source>
        <translation>Black Boxes hinzufügen</translation>
    </message>
    <message>
        <source>Manifests (*.json)</source>
        <translation>Manifeste (*.json)</translation>
    </message>
    <message>
        <source>Import outputs</source>
        <translation>Ausgaben importieren</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Nothing in this folder can be added.</source>
        <translation>In diesem Ordner gibt es nichts zum Hinzufügen.</translation>
    </message>
    <message>
        <source>Videos, numbered pictures or manifests are expected.</source>
        <translation>Erwartet werden Videos, nummerierte Bilder oder Manifeste.</translation>
    </message>
    <message>
        <source>Set when %1 begins…</source>
        <translation>Beginn von %1 setzen…</translation>
    </message>
    <message>
        <source>Locate the file of %1…</source>
        <translation>Datei von %1 suchen…</translation>
    </message>
    <message>
        <source>Remove %1 and its outputs</source>
        <translation>%1 und seine Ausgaben entfernen</translation>
    </message>
    <message>
        <source>Where is the video of %1 now?</source>
        <translation>Wo liegt das Video von %1 jetzt?</translation>
    </message>
    <message>
        <source>Where is the manifest of %1 now?</source>
        <translation>Wo liegt das Manifest von %1 jetzt?</translation>
    </message>
    <message>
        <source>Locate the manifest of %1…</source>
        <translation>Manifest von %1 suchen…</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Remove %1 cameras and their outputs</source>
        <translation>%1 Kameras und ihre Ausgaben entfernen</translation>
    </message>
    <message>
        <source>Rename %1…</source>
        <translation>%1 umbenennen…</translation>
    </message>
    <message>
        <source>Region of %1…</source>
        <translation>Ausschnitt von %1…</translation>
    </message>
    <message>
        <source>Put a row in another place</source>
        <translation>Eine Zeile an eine andere Stelle setzen</translation>
    </message>
    <message>
        <source>Alt+↑ Alt+↓</source>
        <translation>Alt+↑ Alt+↓</translation>
    </message>
    <message>
        <source>Remove the chosen rows</source>
        <translation>Die gewählten Zeilen entfernen</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Region…</source>
        <translation>Ausschnitt…</translation>
    </message>
    <message>
        <source>Draw a region on the picture of the chosen video: a camera of its own</source>
        <translation>Einen Ausschnitt auf dem Bild des gewählten Videos zeichnen: eine eigene Kamera</translation>
    </message>
    <message>
        <source>Type in the time of %1…</source>
        <translation>Zeit von %1 eingeben…</translation>
    </message>
    <message>
        <source>Type in the memory of %1…</source>
        <translation>Speicher von %1 eingeben…</translation>
    </message>
    <message>
        <source>Type in the GPU memory of %1…</source>
        <translation>GPU-Speicher von %1 eingeben…</translation>
    </message>
    <message>
        <source>Take back to measured</source>
        <translation>Auf Gemessenes zurücksetzen</translation>
    </message>
    <message>
        <source>The costs that were typed in become what was measured before.</source>
        <translation>Die eingegebenen Kosten werden wieder, was vorher gemessen wurde.</translation>
    </message>
    <message>
        <source>No cost of %1 was measured before it was typed in.</source>
        <translation>Von %1 wurde nichts gemessen, bevor es eingegeben wurde.</translation>
    </message>
    <message>
        <source>Rename a camera or a box, set when a file begins, type a cost in</source>
        <translation>Kamera oder Box umbenennen, Beginn einer Datei setzen, Kosten eingeben</translation>
    </message>
    <message>
        <source>Trust the files of %1</source>
        <translation>Den Dateien von %1 vertrauen</translation>
    </message>
    <message>
        <source>Trust the files of %1 no longer</source>
        <translation>Den Dateien von %1 nicht mehr vertrauen</translation>
    </message>
    <message>
        <source>A model file from elsewhere is code. Trusted, the box runs in this program with all that it may do; it is remembered for you by the content of its files:</source>
        <translation>Eine Modelldatei von anderswo ist Programmcode. Wird ihr vertraut, läuft die Black Box in diesem Programm mit allem, was es darf; gemerkt wird das für Sie am Inhalt der Dateien:</translation>
    </message>
    <message>
        <source>The box runs closed in again: without network, files read only.</source>
        <translation>Die Black Box läuft wieder abgeschottet: ohne Netz, Dateien werden nur gelesen.</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>Vertrauen</translation>
    </message>
    <message>
        <source>%1 closed in (not trusted)</source>
        <translation>%1 abgeschottet (nicht vertraut)</translation>
    </message>
    <message>
        <source>Add manifests (Ctrl+Shift+B), or a model on an inference server</source>
        <translation>Manifeste hinzufügen (Strg+Umschalt+B), oder ein Modell auf einem Inferenz-Server</translation>
    </message>
    <message>
        <source>Manifests…</source>
        <translation>Manifeste…</translation>
    </message>
    <message>
        <source>From a server…</source>
        <translation>Von einem Server…</translation>
    </message>
</context>
<context>
    <name>mlink::ui::StatusLine</name>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Shift+F5. What is finished is kept.</source>
        <translation>Umschalt+F5. Fertiges bleibt erhalten.</translation>
    </message>
    <message>
        <source>Log: empty</source>
        <translation>Protokoll: leer</translation>
    </message>
    <message>
        <source>CPU, %1 threads</source>
        <translation>CPU, %1 Threads</translation>
    </message>
    <message>
        <source>Log: %1, %2</source>
        <translation>Protokoll: %1, %2</translation>
    </message>
    <message>
        <source>%1 error</source>
        <translation>%1 Fehler</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>%1 Fehler</translation>
    </message>
    <message>
        <source>%1 warning</source>
        <translation>%1 Warnung</translation>
    </message>
    <message>
        <source>%1 warnings</source>
        <translation>%1 Warnungen</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>wird angehalten…</translation>
    </message>
</context>
<context>
    <name>mlink::ui::StepBar</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Collect</source>
        <translation>Sammeln</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profilieren</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>%1 boxes</source>
        <translation>%1 Boxen</translation>
    </message>
    <message>
        <source>out of date</source>
        <translation>veraltet</translation>
    </message>
    <message>
        <source>%1 links</source>
        <translation>%1 Verknüpfungen</translation>
    </message>
    <message>
        <source>waits for collect</source>
        <translation>wartet auf Sammeln</translation>
    </message>
    <message>
        <source>waits for profile</source>
        <translation>wartet auf Profilieren</translation>
    </message>
    <message>
        <source>needs videos and boxes</source>
        <translation>braucht Videos und Boxen</translation>
    </message>
</context>
<context>
    <name>mlink::ui::StripsView</name>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>Outcomes in time</source>
        <translation>Ergebnisse im Zeitverlauf</translation>
    </message>
    <message>
        <source>run</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>no output %1</source>
        <translation>ohne Ausgabe %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>over 10 s</source>
        <translation>über 10 s</translation>
    </message>
    <message>
        <source>Links were trained on this part; it is not evaluated.</source>
        <translation>Auf diesem Teil wurden Verknüpfungen trainiert; er wird nicht ausgewertet.</translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation>%1 bei %2: %3</translation>
    </message>
    <message>
        <source>trained here</source>
        <translation>hier trainiert</translation>
    </message>
    <message>
        <source>%1, %2 to %3, %4 frames</source>
        <translation>%1, %2 bis %3, %4 Frames</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1: %2 (%3)</translation>
    </message>
</context>
<context>
    <name>mlink::ui::StudiesView</name>
    <message>
        <source>%1, %2 repeats</source>
        <translation>%1, %2 Wiederholungen</translation>
    </message>
    <message>
        <source>Run study</source>
        <translation>Studie ausführen</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Collect</source>
        <translation>Sammeln</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Export tables and charts (Ctrl+E)</source>
        <translation>Tabellen und Diagramme exportieren (Strg+E)</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Table that is shown</source>
        <translation>Gezeigte Tabelle</translation>
    </message>
    <message>
        <source>Table of the study</source>
        <translation>Tabelle der Studie</translation>
    </message>
    <message>
        <source>How to read this</source>
        <translation>Wie das zu lesen ist</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>what an earlier run has finished with the same settings is taken over</source>
        <translation>was ein früherer Lauf mit denselben Einstellungen fertiggestellt hat, wird übernommen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Progress of the study</source>
        <translation>Fortschritt der Studie</translation>
    </message>
    <message>
        <source>%1 needs outputs of %2 boxes or more.</source>
        <translation>%1: braucht Ausgaben von %2 oder mehr Boxen.</translation>
    </message>
    <message>
        <source>%1 needs links.</source>
        <translation>%1: braucht Verknüpfungen.</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Studien</translation>
    </message>
    <message>
        <source>No study yet. Open an experiment first.</source>
        <translation>Noch keine Studie. Zuerst ein Experiment öffnen.</translation>
    </message>
    <message>
        <source>No study yet. %1 is not computed.</source>
        <translation>Noch keine Studie. %1 ist nicht berechnet.</translation>
    </message>
    <message>
        <source>Reading the studies…</source>
        <translation>Studien werden gelesen…</translation>
    </message>
    <message>
        <source>Stopped; what is finished is kept, and the same settings go on from there.</source>
        <translation>Angehalten; Fertiges bleibt erhalten, dieselben Einstellungen setzen dort fort.</translation>
    </message>
    <message>
        <source>%1 is running</source>
        <translation>%1 läuft</translation>
    </message>
    <message>
        <source>%1 of %2 %3</source>
        <translation>%1 von %2 %3</translation>
    </message>
</context>
<context>
    <name>mlink::ui::StudyCharts</name>
    <message>
        <source>Charts of the study</source>
        <translation>Diagramme der Studie</translation>
    </message>
</context>
<context>
    <name>mlink::ui::StudyForm</name>
    <message>
        <source>%1: &quot;%2&quot; is not a number.</source>
        <translation>%1: „%2“ ist keine Zahl.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::TimeChart</name>
    <message>
        <source>time a frame, %1</source>
        <translation>Zeit je Frame, %1</translation>
    </message>
    <message>
        <source>output accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>%1: %2 in %3 a frame, from %4 on</source>
        <translation>%1: %2 in %3 je Frame, ab %4</translation>
    </message>
    <message>
        <source>Accuracy and time</source>
        <translation>Genauigkeit und Zeit</translation>
    </message>
    <message>
        <source>Nothing is computed yet</source>
        <translation>Noch nichts berechnet</translation>
    </message>
    <message>
        <source>%1 methods</source>
        <translation>%1 Methoden</translation>
    </message>
    <message>
        <source>%1: %2 in %3 a frame</source>
        <translation>%1: %2 in %3 je Frame</translation>
    </message>
</context>
<context>
    <name>mlink::ui::TopBar</name>
    <message>
        <source>Run next step</source>
        <translation>Nächster Schritt</translation>
    </message>
    <message>
        <source>New experiment</source>
        <translation>Neues Experiment</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Frame</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Chosen link: go to Links</source>
        <translation>Gewählte Verknüpfung: zu Verknüpfungen</translation>
    </message>
    <message>
        <source>Chosen frame: go to Replay</source>
        <translation>Gewählter Frame: zum Replay</translation>
    </message>
    <message>
        <source>Budget: go to Replay</source>
        <translation>Budget: zum Replay</translation>
    </message>
    <message>
        <source>Light or dark (Ctrl+T)</source>
        <translation>Hell oder dunkel (Strg+T)</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Find or do…</source>
        <translation>Suchen oder ausführen…</translation>
    </message>
    <message>
        <source>Find or do (Ctrl+K)</source>
        <translation>Suchen oder ausführen (Strg+K)</translation>
    </message>
    <message>
        <source>Find or do</source>
        <translation>Suchen oder ausführen</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet…</translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>Wird hinzugefügt…</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>Wird entfernt…</translation>
    </message>
    <message>
        <source>Setting the start…</source>
        <translation>Beginn wird gesetzt…</translation>
    </message>
    <message>
        <source>Comparing the file…</source>
        <translation>Datei wird verglichen…</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>Import läuft…</translation>
    </message>
    <message>
        <source>Collecting…</source>
        <translation>Sammeln läuft…</translation>
    </message>
    <message>
        <source>Profiling…</source>
        <translation>Profilieren läuft…</translation>
    </message>
    <message>
        <source>Training…</source>
        <translation>Training läuft…</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Wird geschrieben…</translation>
    </message>
    <message>
        <source>Study runs…</source>
        <translation>Studie läuft…</translation>
    </message>
    <message>
        <source>Live run…</source>
        <translation>Live-Lauf…</translation>
    </message>
    <message>
        <source>Collect: run every box on every frame (F5)</source>
        <translation>Sammeln: jede Box auf jedem Frame ausführen (F5)</translation>
    </message>
    <message>
        <source>Profile: measure what each box costs (F5)</source>
        <translation>Profilieren: messen, was jede Box kostet (F5)</translation>
    </message>
    <message>
        <source>Train: links and ensembles (F5)</source>
        <translation>Trainieren: Verknüpfungen und Ensembles (F5)</translation>
    </message>
    <message>
        <source>Replay: what a budget gives (F5)</source>
        <translation>Replay: was ein Budget ergibt (F5)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Undo %1 (Ctrl+Z)</source>
        <translation>Rückgängig: %1 (Strg+Z)</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>Nichts rückgängig zu machen</translation>
    </message>
    <message>
        <source>Redo %1 (Ctrl+Shift+Z)</source>
        <translation>Wiederholen: %1 (Strg+Umschalt+Z)</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>Nichts zu wiederholen</translation>
    </message>
</context>
<context>
    <name>mlink::ui::Transport</name>
    <message>
        <source>max</source>
        <translation>max.</translation>
    </message>
    <message>
        <source>Frame back (,)</source>
        <translation>Frame zurück (,)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Abspielen (Leertaste)</translation>
    </message>
    <message>
        <source>Frame on (.)</source>
        <translation>Frame weiter (.)</translation>
    </message>
    <message>
        <source>Play again from the start</source>
        <translation>Von vorn abspielen</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>one camera</source>
        <translation>eine Kamera</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Drawn over the picture</source>
        <translation>Über das Bild gezeichnet</translation>
    </message>
    <message>
        <source>exact and predicted</source>
        <translation>exakt und vorhergesagt</translation>
    </message>
    <message>
        <source>what is run</source>
        <translation>was läuft</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>exakt</translation>
    </message>
    <message>
        <source>picture only</source>
        <translation>nur Bild</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Pause (Leertaste)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>one</source>
        <translation>eine</translation>
    </message>
    <message>
        <source>two</source>
        <translation>zwei</translation>
    </message>
    <message>
        <source>three</source>
        <translation>drei</translation>
    </message>
    <message>
        <source>four</source>
        <translation>vier</translation>
    </message>
    <message>
        <source>five</source>
        <translation>fünf</translation>
    </message>
    <message>
        <source>six</source>
        <translation>sechs</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>Frame</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>alle %1</translation>
    </message>
</context>
<context>
    <name>mlink::ui::TrustQuestion</name>
    <message>
        <source>Trust</source>
        <translation>Vertrauen</translation>
    </message>
    <message>
        <source>Keep closed in</source>
        <translation>Abgeschottet lassen</translation>
    </message>
    <message>
        <source>A model file from elsewhere is code. Until you trust it, its box runs closed in: in a process of its own, without network, and files are read only. Either answer is remembered for you by the content of the files:</source>
        <translation>Eine Modelldatei von anderswo ist Code. Bis ihr vertraut wird, läuft ihre Box abgeschottet: in einem eigenen Prozess, ohne Netz, und Dateien werden nur gelesen. Beide Antworten werden nach dem Inhalt der Dateien gemerkt:</translation>
    </message>
    <message>
        <source>The box runs in this program with all that it may do: faster to start, and on a GPU</source>
        <translation>Die Box läuft in diesem Programm, mit allem, was es darf: Sie beginnt schneller, und sie läuft auf einer GPU</translation>
    </message>
    <message>
        <source>The box goes on in a process of its own; the row&apos;s menu trusts it later</source>
        <translation>Die Box bleibt in einem eigenen Prozess; das Menü der Zeile vertraut ihr später</translation>
    </message>
    <message>
        <source>Do you trust these files?</source>
        <translation>Diesen Dateien vertrauen?</translation>
    </message>
    <message>
        <source>Do you trust its files?</source>
        <translation>Ihren Dateien vertrauen?</translation>
    </message>
    <message>
        <source>Trust it?</source>
        <translation>Vertrauen?</translation>
    </message>
    <message>
        <source>Until then it runs closed in, without network.</source>
        <translation>Bis dahin läuft sie abgeschottet, ohne Netz.</translation>
    </message>
    <message>
        <source>It runs closed in.</source>
        <translation>Sie läuft abgeschottet.</translation>
    </message>
    <message>
        <source>closed in</source>
        <translation>abgeschottet</translation>
    </message>
</context>
<context>
    <name>mlink::ui::VideosModel</name>
    <message>
        <source>%1 at %2,%3</source>
        <translation>%1 bei %2,%3</translation>
    </message>
    <message>
        <source>, video stream %1 of %2</source>
        <translation>, Videostrom %1 von %2</translation>
    </message>
    <message>
        <source>, audio stream %1 of %2</source>
        <translation>, Tonspur %1 von %2</translation>
    </message>
    <message>
        <source>When the file begins: seconds (90), a time (11:25:01), a date (2024-05-01T13:22:07), &quot;after CAMERA&quot; or &quot;metadata&quot;. Empty: at the same time as all others that are empty. F2 edits it.</source>
        <translation>Wann die Datei beginnt: Sekunden (90), eine Uhrzeit (11:25:01), ein Datum (2024-05-01T13:22:07), „after KAMERA“ oder „metadata“. Leer: zur selben Zeit wie alle anderen leeren. F2 bearbeitet es.</translation>
    </message>
    <message>
        <source>Its metadata tell %1.</source>
        <translation>Seine Metadaten nennen %1.</translation>
    </message>
    <message>
        <source>Made up: %1</source>
        <translation>Erdacht: %1</translation>
    </message>
    <message>
        <source>synthetic, no video</source>
        <translation>synthetisch, kein Video</translation>
    </message>
    <message>
        <source>recorded, no video</source>
        <translation>aufgezeichnet, kein Video</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 fps</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>jeder %1</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Genutzt</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>%1th</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>%1st</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>%1nd</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>%1rd</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>%1. F2 renames it; drag it, or press Alt+Up and Alt+Down, to put it in another place.</source>
        <translation>%1. F2 benennt sie um; durch Ziehen oder Alt+Auf und Alt+Ab kommt sie an eine andere Stelle.</translation>
    </message>
    <message>
        <source>by the table</source>
        <translation>laut Tabelle</translation>
    </message>
</context>
<context>
    <name>mlink::ui::ViewExport</name>
    <message>
        <source>Export this view</source>
        <translation>Diese Ansicht exportieren</translation>
    </message>
    <message>
        <source>%1, as it stands</source>
        <translation>%1, wie zu sehen</translation>
    </message>
    <message>
        <source>%1, drawing</source>
        <translation>%1, Zeichnung</translation>
    </message>
    <message>
        <source>%1, table</source>
        <translation>%1, Tabelle</translation>
    </message>
    <message>
        <source>What is exported</source>
        <translation>Was exportiert wird</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Scale of the picture</source>
        <translation>Maßstab des Bildes</translation>
    </message>
    <message>
        <source>%1 pixels a point</source>
        <translation>%1 Pixel je Punkt</translation>
    </message>
    <message>
        <source>as on the screen</source>
        <translation>wie auf dem Schirm</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Maßstab</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>It is not on the page any more.</source>
        <translation>Das steht nicht mehr auf der Seite.</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
</context>
<context>
    <name>mlink::ui::Welcome</name>
    <message>
        <source>What each page needs</source>
        <translation>Was jede Seite braucht</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>videos and black boxes</source>
        <translation>Videos und Black Boxes</translation>
    </message>
    <message>
        <source>add or drop files</source>
        <translation>Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Verknüpfungen</translation>
    </message>
    <message>
        <source>outputs of two or more boxes</source>
        <translation>Ausgaben zweier Boxen</translation>
    </message>
    <message>
        <source>Collect, then Train</source>
        <translation>Sammeln, dann Trainieren</translation>
    </message>
    <message>
        <source>Ensemble</source>
        <translation>Ensemble</translation>
    </message>
    <message>
        <source>links, and costs for sets</source>
        <translation>Verknüpfungen, Kosten</translation>
    </message>
    <message>
        <source>Profile, Train</source>
        <translation>Profilieren, Trainieren</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>links, costs and outputs</source>
        <translation>dazu die Ausgaben</translation>
    </message>
    <message>
        <source>Profile, Train, Replay</source>
        <translation>Profilieren, Trainieren, Replay</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>the same; Studies: outputs</source>
        <translation>dasselbe; Studien: Ausgaben</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>links, costs, a camera or file</source>
        <translation>dazu Kamera oder Datei</translation>
    </message>
    <message>
        <source>Profile, Train, Start</source>
        <translation>Profilieren, Trainieren, Start</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>anything computed</source>
        <translation>etwas Berechnetes</translation>
    </message>
    <message>
        <source>any step</source>
        <translation>ein beliebiger Schritt</translation>
    </message>
    <message>
        <source>New experiment</source>
        <translation>Neues Experiment</translation>
    </message>
    <message>
        <source>An empty file: add videos and boxes.</source>
        <translation>Eine leere Datei.</translation>
    </message>
    <message>
        <source>Ctrl N</source>
        <translation>Strg N</translation>
    </message>
    <message>
        <source>Open experiment</source>
        <translation>Experiment öffnen</translation>
    </message>
    <message>
        <source>A *.mlink file, or drop one here.</source>
        <translation>Eine *.mlink-Datei.</translation>
    </message>
    <message>
        <source>Ctrl O</source>
        <translation>Strg O</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Run few models, predict the rest</source>
        <translation>Wenige Modelle ausführen, den Rest vorhersagen</translation>
    </message>
    <message>
        <source>The workbench learns how the outputs of your models predict each other, then shows which of them are worth running under a budget of memory or time.</source>
        <translation>Die Workbench lernt, wie die Ausgaben der Modelle einander vorhersagen, und zeigt dann, welche davon sich unter einem Budget an Speicher oder Zeit auszuführen lohnen.</translation>
    </message>
    <message>
        <source>Keys: Ctrl+1 to Ctrl+7 pages, F5 next step, Ctrl+K find or do, ? all keys.</source>
        <translation>Tasten: Strg+1 bis Strg+7 Seiten, F5 nächster Schritt, Strg+K suchen oder ausführen, ? alle Tasten.</translation>
    </message>
    <message>
        <source>file not found</source>
        <translation>Datei nicht gefunden</translation>
    </message>
    <message>
        <source>d MMMM, HH:mm</source>
        <translation>d. MMMM, HH:mm</translation>
    </message>
    <message>
        <source>Street demo</source>
        <translation>Demo Straße</translation>
    </message>
    <message>
        <source>Four black boxes on six regions of a street camera.</source>
        <translation>Vier Black Boxes auf sechs Ausschnitten einer Straßenkamera.</translation>
    </message>
    <message>
        <source>Dialogue demo</source>
        <translation>Demo Dialog</translation>
    </message>
    <message>
        <source>A talking head: eight boxes, words and sound among them.</source>
        <translation>Ein sprechender Kopf: acht Boxen, auch Wörter und Ton.</translation>
    </message>
</context>
<context>
    <name>mlink::ui::WorkbenchStyle</name>
    <message>
        <source>Fusion</source>
        <translation>Fusion</translation>
    </message>
</context>
<context>
    <name>mlink::ui::Worker</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Set start</source>
        <translation>Beginn setzen</translation>
    </message>
    <message>
        <source>Locate</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Collect</source>
        <translation>Sammeln</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profilieren</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>Live run</source>
        <translation>Live-Lauf</translation>
    </message>
    <message>
        <source>%1 output stored in %2</source>
        <translation>%1 Ausgabe gespeichert in %2</translation>
    </message>
    <message>
        <source>%1 outputs stored in %2</source>
        <translation>%1 Ausgaben gespeichert in %2</translation>
    </message>
    <message>
        <source>, %1 failed</source>
        <translation>, %1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>; stopped, what is finished is kept</source>
        <translation>; angehalten, Fertiges bleibt erhalten</translation>
    </message>
    <message>
        <source>costs measured</source>
        <translation>Kosten gemessen</translation>
    </message>
    <message>
        <source>links trained</source>
        <translation>Verknüpfungen trainiert</translation>
    </message>
    <message>
        <source>; %1 video decoded on the GPU</source>
        <translation>; %1 Video auf der GPU dekodiert</translation>
    </message>
    <message>
        <source>; %1 videos decoded on the GPU</source>
        <translation>; %1 Videos auf der GPU dekodiert</translation>
    </message>
</context>
<context>
    <name>mlink::ui::WorstFrames</name>
    <message>
        <source>predicted</source>
        <translation>vorhergesagt</translation>
    </message>
    <message>
        <source>Frames with the largest error</source>
        <translation>Frames mit dem größten Fehler</translation>
    </message>
    <message>
        <source>exact,</source>
        <translation>exakt,</translation>
    </message>
    <message>
        <source>%1, frame %2</source>
        <translation>%1, Frame %2</translation>
    </message>
    <message>
        <source>Every frame is right.</source>
        <translation>Jeder Frame ist richtig.</translation>
    </message>
</context>
</TS>
