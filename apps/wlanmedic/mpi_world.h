// SPDX-License-Identifier: MIT
// The processes that mpirun started together. Without mpirun there is one, and nothing of MPI is loaded.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wifi/error.h"

namespace wlanmedic::app {

/// Whether wlanmedic-mpi.so lies beside this program (mpi_module.h), as it does where it was built with Open MPI.
bool has_mpi();
/// mpirun started several processes of this program, of which this is one. From the environment alone.
bool is_under_mpirun();

class MpiWorld {
public:
    /// Error: mpirun started several, and wlanmedic-mpi.so is not there or cannot be loaded.
    static wifi::Result<MpiWorld> join();

    std::size_t rank() const { return rank_; }
    std::size_t size() const { return size_; }

    /// What each rank gives, in their order, on rank 0; nothing on the others. All must call it. At most 2 GiB
    /// each.
    std::optional<std::vector<std::string>> gather(const std::string& text) const;
    /// Ends all processes of the world, this one too.
    [[noreturn]] void abandon(int status) const;

private:
    struct Module;

    std::size_t rank_ = 0;
    std::size_t size_ = 1;
    std::shared_ptr<const Module> module_;  // nothing: this process is alone
};

}  // namespace wlanmedic::app
