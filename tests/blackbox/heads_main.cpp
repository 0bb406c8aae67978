// Runs both classes of the suite.
int run_heads(int argc, char** argv);
int run_reducers(int argc, char** argv);

int main(int argc, char** argv) {
  const int heads = run_heads(argc, argv);
  const int reducers = run_reducers(argc, argv);
  return heads + reducers;
}
