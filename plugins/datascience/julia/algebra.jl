"Linear algebra on matrices that come as their rows. One thread, so that the same input gives the same result."
module Algebra

using LinearAlgebra

function matrix(rows)
    width = isempty(rows) ? 0 : length(rows[1])
    for (i, row) in enumerate(rows)
        length(row) == width || throw(DimensionMismatch("row $(i - 1) has $(length(row)) columns, row 0 has $width"))
    end
    BLAS.set_num_threads(1)
    return Float64[rows[i][k] for i in 1:length(rows), k in 1:width]
end

# A vector and its opposite mean the same direction: the component of the largest size is positive.
function oriented(vectors)
    out = copy(vectors)
    for k in 1:size(out, 2)
        column = view(out, :, k)
        isempty(column) || column[argmax(abs.(round.(column; digits = 12)))] >= 0 || (column .*= -1)
    end
    return out
end

"The x with A x = b; `SingularException` where there is none or more than one."
solve(a, b) = (A = matrix(a); LinearAlgebra.checksquare(A); lu(A) \ b)

"The x of least length that makes |A x - b| least, that least sum of squares, and the rank of A."
function least_squares(a, b)
    A = matrix(a)
    x = pinv(A) * b
    return (coefficients = x, residual = sum(abs2, A * x - b), rank = rank(A))
end

inverse(a) = inv(matrix(a))
determinant(a) = det(matrix(a))

"The lower triangle L with L L' = A; `PosDefException` where A is not positive definite."
lower_cholesky(a) = Matrix(cholesky(symmetric(matrix(a))).L)

function symmetric(A)
    LinearAlgebra.checksquare(A)
    issymmetric(A) || throw(ArgumentError("the matrix is not symmetric"))
    return Symmetric(A)
end

"Of a symmetric matrix: ascending values, and the vector of each as a row."
function symmetric_eigen(a)
    e = eigen(symmetric(matrix(a)))
    return (values = e.values, vectors = permutedims(oriented(e.vectors)))
end

"Of any square matrix, ascending by real, then by imaginary part."
function eigenvalues(a)
    A = matrix(a)
    LinearAlgebra.checksquare(A)
    found = sort!(complex.(eigvals(A)); by = z -> (real(z), imag(z)))
    return [(re = real(z), im = imag(z)) for z in found]
end

"A = U diag(s) V': the columns of U and V belong to the values in descending order."
function singular_values(a)
    f = svd(matrix(a))
    u = oriented(f.U)
    # V turns with U.
    signs = [dot(view(u, :, k), view(f.U, :, k)) >= 0 ? 1.0 : -1.0 for k in 1:length(f.S)]
    return (u = u, s = f.S, v = Matrix(f.V) .* permutedims(signs))
end

end
