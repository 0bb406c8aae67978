#include "blackbox/host/sandbox.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <vector>

#include "blackbox/host/shared_frames.h"

namespace mlink::blackbox {
namespace {

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned kArchitecture = 0;
#endif

Status refused(const char* part) {
  return fail(ErrorKind::unsupported,
              fmt::format("The system refuses the sandbox's part \"{}\": {}.", part, std::strerror(errno)),
              "Trust the black box's files (mlink box trust), or run elsewhere.");
}

// Access rights by the number of Landlock's version: newer rights are an error to an older kernel.
std::uint64_t writing_rights(long version) {
  std::uint64_t rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                         LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                         LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                         LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
  constexpr std::uint64_t kRefer = std::uint64_t{1} << 13;     // from version 2
  constexpr std::uint64_t kTruncate = std::uint64_t{1} << 14;  // from version 3
  if (version >= 2) rights |= kRefer;
  if (version >= 3) rights |= kTruncate;
  return rights;
}

long landlock_version() { return syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION); }

Status allow_writing(int ruleset, const std::filesystem::path& place, std::uint64_t rights) {
  const Descriptor folder(open(place.c_str(), O_PATH | O_CLOEXEC));
  if (!folder) return refused("files");
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = folder.number();
  if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) return refused("files");
  return {};
}

Status close_files(const std::filesystem::path& writable) {
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = writing_rights(landlock_version());
  const Descriptor ruleset(static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0)));
  if (!ruleset) return refused("files");
  MLINK_TRY(allow_writing(ruleset.number(), writable, handled.handled_access_fs));
  // Libraries open these for writing as a matter of course; a file has none of the rights that concern folders.
  const std::uint64_t of_files = handled.handled_access_fs & (LANDLOCK_ACCESS_FS_WRITE_FILE | std::uint64_t{1} << 14);
  for (const char* device : {"/dev/null", "/dev/zero"})
    if (std::filesystem::exists(device)) MLINK_TRY(allow_writing(ruleset.number(), device, of_files));
  if (syscall(SYS_landlock_restrict_self, ruleset.number(), 0) != 0) return refused("files");
  return {};
}

// A filter of system calls, instruction by instruction.
class CallFilter {
 public:
  void load(std::size_t offset) { put(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset))); }
  void load_argument(int n) { load(offsetof(seccomp_data, args) + 8 * static_cast<std::size_t>(n)); }
  void give(std::uint32_t what) { put(BPF_STMT(BPF_RET | BPF_K, what)); }
  void when_equal(std::uint32_t value, std::uint8_t skip_if, std::uint8_t skip_else) {
    put(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, skip_if, skip_else));
  }
  void put(const sock_filter& instruction) { program_.push_back(instruction); }
  void deny() { give(SECCOMP_RET_ERRNO | EACCES); }
  void deny_call(long call) {
    when_equal(static_cast<std::uint32_t>(call), 0, 1);
    deny();
  }
  // Denied but where the first argument is `value`.
  void deny_call_unless(long call, std::uint32_t value) {
    when_equal(static_cast<std::uint32_t>(call), 0, 4);
    load_argument(0);
    when_equal(value, 1, 0);
    deny();
    give(SECCOMP_RET_ALLOW);
  }
  [[nodiscard]] bool install() {
    const sock_fprog filter{static_cast<unsigned short>(program_.size()), program_.data()};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0;
  }

 private:
  std::vector<sock_filter> program_;
};

// Calls of another architecture end the process. Not permitted: sockets but Unix streams, which may be served but not
// connected to others' (a desktop's or a container service's), signals to other processes, and looking into them.
Status close_network() {
  CallFilter filter;
  filter.load(offsetof(seccomp_data, arch));
  filter.when_equal(kArchitecture, 1, 0);
  filter.give(SECCOMP_RET_KILL_PROCESS);
  filter.load(offsetof(seccomp_data, nr));
#ifdef __x86_64__
  // The same calls by their x32 numbers.
  filter.put(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1));
  filter.deny();
#endif
  for (const long call : std::to_array<long>({SYS_connect,
                                              SYS_ptrace,
                                              SYS_process_vm_readv,
                                              SYS_process_vm_writev,
                                              SYS_bpf,
                                              SYS_keyctl,
                                              SYS_add_key,
                                              SYS_request_key,
                                              SYS_mount,
                                              SYS_umount2,
                                              SYS_unshare,
                                              SYS_setns,
                                              SYS_pidfd_getfd,
                                              SYS_pidfd_send_signal,
                                              SYS_rt_sigqueueinfo,
                                              SYS_rt_tgsigqueueinfo,
                                              SYS_tkill,
                                              SYS_kexec_load,
                                              SYS_init_module,
                                              SYS_finit_module,
                                              SYS_perf_event_open,
                                              SYS_io_uring_setup,
                                              SYS_open_by_handle_at}))
    filter.deny_call(call);
  const auto self = static_cast<std::uint32_t>(getpid());
  filter.deny_call_unless(SYS_kill, self);
  filter.deny_call_unless(SYS_tgkill, self);
  filter.when_equal(SYS_socket, 0, 6);  // any other: allowed
  filter.load_argument(0);
  filter.when_equal(AF_UNIX, 0, 3);
  filter.load_argument(1);
  filter.put(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xF));
  filter.when_equal(SOCK_STREAM, 1, 0);
  filter.deny();
  filter.give(SECCOMP_RET_ALLOW);
  if (!filter.install()) return refused("network");
  return {};
}

}  // namespace

std::string SandboxParts::text() const {
  if (!whole() && !network && !files) return "no sandbox on this system";
  return fmt::format("{}, {}", network ? "no network" : "network NOT closed",
                     files ? "files read only" : "files NOT protected");
}

SandboxParts sandbox_parts() {
  static const SandboxParts parts = [] {
    SandboxParts found;
    found.files = landlock_version() >= 1;
    // Asked with no program: EFAULT where filters are there, EINVAL where not.
    found.network =
        kArchitecture != 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, nullptr, 0, 0) != 0 && errno == EFAULT;
    return found;
  }();
  return parts;
}

Status enter_sandbox(const std::filesystem::path& writable) {
  if (!sandbox_parts().whole())
    return fail(ErrorKind::unsupported, "This system cannot close a process in: " + sandbox_parts().text() + ".",
                "Trust the black box's files (mlink box trust), or run elsewhere.");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("no new rights");
  MLINK_TRY(close_files(writable));
  return close_network();
}

}  // namespace mlink::blackbox
