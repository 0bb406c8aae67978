// The suite of the Compare page's budgets: figures and choices in test_compare.cpp, kinds, states and other pages in
// test_compare_states.cpp.
#pragma once

#include <QTemporaryDir>
#include <QTest>

#include "ui_compare/made_experiment.h"

namespace mlink::compared {

class TestCompare : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void everyMethodAtEveryBudget();
  void everyMethodHasItsLook();
  void whatCannotBeUsedSaysWhy();
  void methodsAreChosen();
  void pointIsClicked_data();
  void pointIsClicked();
  void keysWalkTheBreakpoints();
  void needsAreTheCores();
  void tableIsTheReports();
  void tableIsCopied();
  void budgetsAreTyped_data();
  void budgetsAreTyped();
  void kindIsSwitched();
  void gpuMemoryWhereItIsKnown();
  void costsThatAreNotKnown();
  void emptyStates();
  void newLinksAreSweptOnlyWhileShown();
  void manyBreakpointsStayQuick();
  void selectionFromElsewhere();
  void assistiveTechnology();
  void exportsHoldThePage();
  void closedFileIsForgotten();
  void replayFollowsTheMethod();

 private:
  [[nodiscard]] QString file(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
  [[nodiscard]] std::shared_ptr<const ReplayEngine> engine(const QString& of, CostKind kind) const;

  ThemeHolder themes_;
  QTemporaryDir folder_;
  QString trained_;
};

}  // namespace mlink::compared
