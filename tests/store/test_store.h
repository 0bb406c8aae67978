// store: the experiment file. One suite, its parts by file.
#pragma once

#include <QObject>

class TestStore : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // values.cpp: what goes in comes out
  void outputs_data();
  void outputs();
  void refusedOutputs_data();
  void refusedOutputs();
  void outputsAreReplaced();
  void tableRows();
  void tableOfSomeBoxes();
  void camerasVideosBoxes();
  void reuseAfterRemoval();
  void missingAndCoverage();
  void countsFollow();
  void failures();
  void costs();
  void results();
  void settings();
  void unicodePaths();
  void manyRows();
  void versions();
  void transactions();

  // features.cpp
  void frameFeatures();
  void featuresBySeveralConnections();

  // notes.cpp
  void notes();

  // changes.cpp: what a step changed is taken back
  void removalsAreTakenBack_data();
  void removalsAreTakenBack();
  void additionsAreTakenBack();
  void whatCameSinceIsCounted();
  void whatCannotComeBack_data();
  void whatCannotComeBack();
  void camerasGetOtherNames();
  void manyRowsComeBack();

  // refusals.cpp: what cannot be opened, made or written, and why
  void refused_data();
  void refused();
  void notMade_data();
  void notMade();
  void noLocks_data();
  void noLocks();
  void damageInside();
  void readOnlyFolder();
  void readOnlyFolderWhileWritten();
  void tooManyPages();
  void migrations();
  void oldCosts();
  void oldClock();
  void oldCounts();
  void oldFeatures();
  void oldResults();
  void rowsThatAreGone();
  void namesThatAreTaken();

  // beside.cpp: writers and readers beside each other, and death. Those that start a process come last: after a fork
  // ThreadSanitizer allows no more threads.
  void readersWhileWriting();
  void tableBySeveralConnections();
  void secondWriterHere();
  void secondWriterThroughLink();
  void snapshotHolds();
  void logStaysShort();
  void secondWriterThere();
  void killedWhileWriting();
  void killedWhileMaking();
  void fullDisk();  // refusals.cpp
};
