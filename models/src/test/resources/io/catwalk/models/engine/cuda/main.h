// Computes kernels on a CPU for a parent process. Device memory is a file that both map. Commands on
// standard input, numbers of 4 bytes as the machine has them:
//   1 kernel-name-length name blocks-x blocks-y blocks-z threads structure-length structure
//   2                    answers one byte when all before it is done
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static void get(void* into, size_t bytes) {
  if (fread(into, 1, bytes, stdin) != bytes) exit(0);
}

static int number() {
  int n;
  get(&n, 4);
  return n;
}

int main(int count, char** arguments) {
  size_t size = strtoull(arguments[2], 0, 10);
  int file = open(arguments[1], O_RDWR);
  char* memory = (char*)mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (file < 0 || memory == MAP_FAILED) {
    perror(arguments[1]);
    return 1;
  }
  uint64_t address = (uint64_t)memory;
  fwrite(&address, 8, 1, stdout);
  fflush(stdout);
  for (;;) {
    if (number() == 2) {
      fputc(1, stdout);
      fflush(stdout);
      continue;
    }
    std::string name(number(), ' ');
    get(&name[0], name.size());
    int x = number(), y = number(), z = number(), threads = number();
    std::vector<char> structure(number());
    get(structure.data(), structure.size());
    if (kernels().count(name) == 0) {
      fprintf(stderr, "no kernel %s\n", name.c_str());
      return 1;
    }
    launch(kernels()[name], structure.data(), {x, y, z}, threads);
  }
}
