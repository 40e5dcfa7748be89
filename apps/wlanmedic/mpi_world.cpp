// SPDX-License-Identifier: MIT
#include "mpi_world.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "mpi_module.h"

namespace wlanmedic::app {
namespace {

std::string module_path() {
    std::error_code failed;
    return (std::filesystem::read_symlink("/proc/self/exe", failed).parent_path() / "wlanmedic-mpi.so").string();
}

template <class Function>
bool find(void* library, const char* name, Function*& function) {
    function = reinterpret_cast<Function*>(::dlsym(library, name));
    return function != nullptr;
}

}  // namespace

struct MpiWorld::Module {
    decltype(&wlanmedic_mpi_join) join = nullptr;
    decltype(&wlanmedic_mpi_leave) leave = nullptr;
    decltype(&wlanmedic_mpi_send) send = nullptr;
    decltype(&wlanmedic_mpi_await) await = nullptr;
    decltype(&wlanmedic_mpi_receive) receive = nullptr;
    decltype(&wlanmedic_mpi_abort) abort = nullptr;

    bool load(void* library) {
        return find(library, "wlanmedic_mpi_join", join) && find(library, "wlanmedic_mpi_leave", leave) &&
               find(library, "wlanmedic_mpi_send", send) && find(library, "wlanmedic_mpi_await", await) &&
               find(library, "wlanmedic_mpi_receive", receive) && find(library, "wlanmedic_mpi_abort", abort);
    }
};

bool has_mpi() {
    std::error_code failed;
    return std::filesystem::exists(module_path(), failed);
}

bool is_under_mpirun() {
    const char* const size = std::getenv("OMPI_COMM_WORLD_SIZE");
    if (size == nullptr) return false;
    const std::string_view text(size);
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && number > 1;
}

wifi::Result<MpiWorld> MpiWorld::join() {
    MpiWorld world;
    if (!is_under_mpirun()) return world;
    const std::string path = module_path();
    // Open MPI's own parts look for its functions among those that all can see. It is never unloaded: MPI's
    // threads may outlive its end.
    void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
    Module module;
    if (library == nullptr || !module.load(library))
        return std::unexpected(
            wifi::Error{.what = fmt::format("mpirun needs wlanmedic-mpi.so beside the program: {}", ::dlerror()),
                        .hint = "Build wlanmedic with Open MPI (libopenmpi-dev), or split the sweep with --shard "
                                "and --merge."});
    int rank = 0;
    int size = 1;
    module.join(&rank, &size);
    world.rank_ = static_cast<std::size_t>(rank);
    world.size_ = static_cast<std::size_t>(size);
    world.module_ = {new Module(module), [](const Module* joined) {
                         joined->leave();
                         delete joined;
                     }};
    return world;
}

std::optional<std::vector<std::string>> MpiWorld::gather(const std::string& text) const {
    if (!module_) return std::vector<std::string>{text};
    if (rank_ != 0) {
        module_->send(text.data(), static_cast<int>(text.size()));
        return std::nullopt;
    }
    std::vector<std::string> all{text};
    for (std::size_t i = 1; i < size_; ++i) {
        const int from = static_cast<int>(i);
        std::string& other = all.emplace_back(static_cast<std::size_t>(module_->await(from)), '\0');
        module_->receive(from, other.data(), static_cast<int>(other.size()));
    }
    return all;
}

void MpiWorld::abandon(int status) const {
    if (module_) module_->abort(status);
    std::exit(status);
}

}  // namespace wlanmedic::app
